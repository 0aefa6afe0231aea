package dcos.kafka.mesos.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dcos.kafka.mesos.recording.Recording;
import dcos.kafka.mesos.recording.Recording.Line;
import dcos.kafka.mesos.recording.SameJson;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFormatTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Recording> recordings() {
    return Recording.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedMessagesBecomeTheSameJsonAgain(Recording recording) throws Exception {
    for (Line line : recording.lines()) {
      switch (line.kind()) {
        case "event" -> assertSame(line.event(), Event::newBuilder);
        case "call" -> {
          if (isGood(line.body())) {
            assertSame(line.body(), Call::newBuilder);
          }
        }
        case "executor-event" ->
            assertSame(line.event(), org.apache.mesos.v1.executor.Protos.Event::newBuilder);
        case "executor-call" ->
            assertSame(line.body(), org.apache.mesos.v1.executor.Protos.Call::newBuilder);
        default -> {
          // No message of the protocol.
        }
      }
    }
  }

  /** Some recorded calls are wrong on purpose. */
  private static boolean isGood(JsonNode call) {
    String type = call.path("type").asText();
    return call.isObject() && Stream.of(Call.Type.values()).anyMatch(it -> it.name().equals(type));
  }

  private static void assertSame(JsonNode recorded, Supplier<Message.Builder> builder)
      throws Exception {
    byte[] bytes = MAPPER.writeValueAsBytes(recorded);
    Message message = MessageFormat.JSON.decode(bytes, builder.get()).build();
    JsonNode again = MAPPER.readTree(MessageFormat.JSON.encode(message));
    JsonNode expected = recorded.deepCopy();
    // The recorded master is newer than the protos, which don't know this one.
    for (JsonNode capability : expected.findPath("master_info").path("capabilities")) {
      if (capability.path("type").asText().equals("QUOTA_V2")) {
        ((ObjectNode) capability).remove("type");
      }
    }
    assertThat(SameJson.same(again, expected)).as("%s%nis not%n%s", again, expected).isTrue();

    Message viaProtobuf =
        MessageFormat.PROTOBUF
            .decode(MessageFormat.PROTOBUF.encode(message), builder.get())
            .build();
    assertThat(viaProtobuf).isEqualTo(message);
  }

  @Test
  void mediaTypesAreExactlyWhatMesosCompares() {
    assertThat(MessageFormat.PROTOBUF.mediaType()).isEqualTo("application/x-protobuf");
    assertThat(MessageFormat.JSON.mediaType()).isEqualTo("application/json");
  }

  @Test
  void writesNumbersAsNumbersBytesAsBase64AndEnumsByName() throws Exception {
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("t\"\u00e9"))
            .setState(org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING)
            .setUuid(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff, 0}))
            .setTimestamp(1795333079.7606683)
            .setHealthy(true)
            .build();
    assertThat(json(status))
        .isEqualTo(
            "{\"task_id\":{\"value\":\"t\\\"\u00e9\"},\"state\":\"TASK_RUNNING\","
                + "\"timestamp\":1.7953330797606683E9,\"healthy\":true,\"uuid\":\"+/8A\"}");
    MasterInfo master = MasterInfo.newBuilder().setId("m").setIp(0xff00007f).setPort(5050).build();
    assertThat(json(master)).isEqualTo("{\"id\":\"m\",\"ip\":4278190207,\"port\":5050}");
    Value.Range range = Value.Range.newBuilder().setBegin(-1).setEnd(Long.MIN_VALUE).build();
    assertThat(json(range))
        .isEqualTo("{\"begin\":18446744073709551615,\"end\":9223372036854775808}");
    assertThat(MessageFormat.JSON.decode(bytes(json(range)), Value.Range.newBuilder()).build())
        .isEqualTo(range);
    assertThat(MessageFormat.JSON.decode(bytes(json(master)), MasterInfo.newBuilder()).build())
        .isEqualTo(master);
  }

  @Test
  void mapsAreObjects() throws Exception {
    TaskInfo task =
        TaskInfo.newBuilder()
            .setName("n")
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setAgentId(AgentID.newBuilder().setValue("a"))
            .putLimits("cpus", Value.Scalar.newBuilder().setValue(2.5).build())
            .build();
    assertThat(json(task)).contains("\"limits\":{\"cpus\":{\"value\":2.5}}");
    assertThat(MessageFormat.JSON.decode(bytes(json(task)), TaskInfo.newBuilder()).build())
        .isEqualTo(task);
  }

  @Test
  void passesOverWhatANewerMesosMaySay() throws Exception {
    String text =
        """
        {"type": "SOMETHING_NEW", "novelty": {"a": [1, {"b": null}]}, "error": null,
         "failure": {"agent_id": {"value": "a"}, "status": "7", "more": "x"}}
        """;
    Event event = MessageFormat.JSON.decode(bytes(text), Event.newBuilder()).build();
    assertThat(event.getType()).isEqualTo(Event.Type.UNKNOWN);
    assertThat(event.hasError()).isFalse();
    assertThat(event.getFailure().getAgentId().getValue()).isEqualTo("a");
    assertThat(event.getFailure().getStatus()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "{} {}",
        "{not json}",
        "{\"id\": 7}",
        "{\"id\": {\"value\": 7}}",
        "{\"hostname\": {}}",
        "{\"resources\": {}}",
        "{\"resources\": [7]}",
        "{\"url\": {\"scheme\": \"http\", \"address\": {\"port\": \"many\"}}}",
        "{\"url\": {\"scheme\": \"http\", \"address\": {\"port\": 99999999999}}}",
        "{\"url\": {\"scheme\": \"http\", \"address\": {\"port\": true}}}"
      })
  void saysWhenItIsNotTheMessage(String text) {
    assertThatThrownBy(() -> MessageFormat.JSON.decode(bytes(text), Offer.newBuilder()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageNotContaining("null");
  }

  @Test
  void namesTheRequiredFieldThatIsMissing() {
    assertThatThrownBy(() -> MessageFormat.JSON.decode(bytes("{}"), MasterInfo.newBuilder()))
        .hasMessage("A mesos.v1.MasterInfo lacks id, ip, port");
    assertThatThrownBy(() -> MessageFormat.PROTOBUF.decode(new byte[0], MasterInfo.newBuilder()))
        .hasMessage("A mesos.v1.MasterInfo lacks id, ip, port");
    assertThatThrownBy(
            () -> MessageFormat.PROTOBUF.decode(bytes("{\"a\""), MasterInfo.newBuilder()))
        .isInstanceOf(MalformedMessageException.class);
  }

  private static String json(Message message) {
    return new String(MessageFormat.JSON.encode(message), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
