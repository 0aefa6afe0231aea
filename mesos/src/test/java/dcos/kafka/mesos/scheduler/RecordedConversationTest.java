package dcos.kafka.mesos.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.mesos.fake.FakeMesos;
import dcos.kafka.mesos.fake.Heard;
import dcos.kafka.mesos.fake.Request;
import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.mesos.recording.Recording;
import dcos.kafka.mesos.recording.Recording.Line;
import dcos.kafka.mesos.recording.SameJson;
import dcos.kafka.mesos.scheduler.HearingListener.Disconnected;
import dcos.kafka.mesos.scheduler.HearingListener.Received;
import dcos.kafka.mesos.scheduler.HearingListener.Subscribed;
import dcos.kafka.mesos.wire.MessageFormat;
import dcos.kafka.mesos.wire.RecordIo;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays the master's part of recorded conversations; the client must make the recorded calls, to
 * the header and the JSON tree, and hear the recorded events.
 */
class RecordedConversationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HearingListener listener = new HearingListener();
  private final Heard heard = listener.heard;
  private final FakeMesos master = new FakeMesos();
  private SchedulerClient client;
  private Request stream;
  private Request call;
  private long connection;

  @AfterEach
  void closeAll() {
    client.close();
    master.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent-lost-and-back",
        "agent-restart",
        "authenticated-executor",
        "bad-operations",
        "custom-executor-kill",
        "custom-executor-shutdown",
        "feedback-operations",
        "master-restart",
        "subscribe-offers-heartbeat"
      })
  void makesTheRecordedCallsAndHearsTheRecordedEvents(String name) throws Exception {
    boolean closed = false;
    for (Line line : Recording.load(name).lines()) {
      switch (line.kind()) {
        case "call" -> {
          expectCall(line);
          closed = false;
        }
        case "answer" -> {
          if (!closed) {
            answer(line);
          }
        }
        case "refused" -> call.socket().close();
        case "event" -> {
          stream.chunk(RecordIo.frame(line.event().toString().getBytes(UTF_8)));
          expectEvent(line.event());
        }
        case "stream-closed" -> {
          if (line.json().path("why").asText().equals("IncompleteRead")) {
            stream.breakOff();
          } else {
            stream.end();
          }
          closed = true;
          heard.next(Disconnected.class);
        }
        default -> {
          // Not between the scheduler and the master.
        }
      }
    }
  }

  private void expectCall(Line line) throws Exception {
    Call recorded = decode(line.body(), Call.newBuilder()).build();
    if (recorded.getType() != Call.Type.SUBSCRIBE) {
      client.send(connection, recorded.toBuilder().clearFrameworkId().build());
    } else if (client == null) {
      start(recorded, line.header("Authorization"));
    }
    call = master.next();
    JsonNode body = JSON.readTree(call.body());
    assertThat(SameJson.same(body, line.body())).as("%s is not %s", body, line.body()).isTrue();
    for (String header :
        new String[] {"Content-Type", "Accept", "Mesos-Stream-Id", "Authorization"}) {
      assertThat(call.header(header)).as(header).isEqualTo(line.header(header));
    }
    assertThat(call.line()).isEqualTo("POST " + line.json().path("path").asText() + " HTTP/1.1");
  }

  private void start(Call subscribe, String authorization) {
    Optional<Credential> credential = Optional.empty();
    if (!authorization.isEmpty()) {
      String[] pair =
          new String(Base64.getDecoder().decode(authorization.replace("Basic ", "")), UTF_8)
              .split(":", 2);
      credential = Optional.of(new Credential(pair[0], pair[1]));
    }
    client =
        SchedulerClient.create(
            new SchedulerClientOptions(
                MessageFormat.JSON,
                credential,
                Duration.ofMillis(5),
                Duration.ofMillis(5),
                1 << 20),
            MasterDetector.of(master.uri().toString()),
            listener);
    client.start(subscribe.getSubscribe().getFrameworkInfo(), Set.of());
  }

  private void answer(Line line) throws IOException {
    if (line.status() == 200) {
      stream = call.open("Mesos-Stream-Id: " + line.header("Mesos-Stream-Id"));
    } else {
      call.answer(line.status(), line.body().asText());
    }
  }

  private void expectEvent(JsonNode json) throws Exception {
    Event event = decode(json, Event.newBuilder()).build();
    switch (event.getType()) {
      case SUBSCRIBED -> {
        Subscribed subscribed = heard.next(Subscribed.class);
        assertThat(subscribed).isEqualTo(new Subscribed(connection + 1, event.getSubscribed()));
        connection = subscribed.connection();
      }
      case HEARTBEAT -> assertThat(heard.rest()).isEmpty();
      default -> assertThat(heard.next(Received.class)).isEqualTo(new Received(connection, event));
    }
  }

  private static <B extends com.google.protobuf.Message.Builder> B decode(JsonNode json, B into)
      throws IOException {
    return MessageFormat.JSON.decode(json.toString().getBytes(UTF_8), into);
  }
}
