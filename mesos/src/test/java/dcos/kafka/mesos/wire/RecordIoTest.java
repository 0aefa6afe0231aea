package dcos.kafka.mesos.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.mesos.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordIoTest {
  private static final int ENOUGH = 1 << 20;

  @Test
  void decodesARecordedStreamCutAtEveryPosition() throws Exception {
    byte[] stream = Recording.protobufStream();
    List<byte[]> whole = new RecordIoDecoder(ENOUGH).push(ByteBuffer.wrap(stream));
    assertThat(whole).hasSize(3);

    for (int cut = 0; cut <= stream.length; cut++) {
      RecordIoDecoder decoder = new RecordIoDecoder(ENOUGH);
      List<byte[]> records = new ArrayList<>();
      records.addAll(decoder.push(ByteBuffer.wrap(stream, 0, cut)));
      records.addAll(decoder.push(ByteBuffer.wrap(stream, cut, stream.length - cut)));
      assertThat(records).as("cut at %d", cut).containsExactlyElementsOf(whole);
    }
  }

  @Test
  void decodesARecordedStreamByteByByte() throws Exception {
    byte[] stream = Recording.protobufStream();
    RecordIoDecoder decoder = new RecordIoDecoder(ENOUGH);
    List<Event.Type> types = new ArrayList<>();
    for (byte one : stream) {
      for (byte[] record : decoder.push(ByteBuffer.wrap(new byte[] {one}))) {
        types.add(MessageFormat.PROTOBUF.decode(record, Event.newBuilder()).getType());
      }
    }
    assertThat(types)
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT, Event.Type.OFFERS);
  }

  @Test
  void framesARecordedStreamBackIntoTheSameBytes() throws Exception {
    byte[] stream = Recording.protobufStream();
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    for (byte[] record : new RecordIoDecoder(ENOUGH).push(ByteBuffer.wrap(stream))) {
      Event event = MessageFormat.PROTOBUF.decode(record, Event.newBuilder()).build();
      again.write(RecordIo.frame(MessageFormat.PROTOBUF.encode(event)));
    }
    assertThat(again.toByteArray()).isEqualTo(stream);
  }

  @Test
  void acceptsARecordOfExactlyTheMaximum() throws Exception {
    assertThat(push(new RecordIoDecoder(5), "5\nhello")).containsExactly("hello".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6\nhello!",
        "99999999999999999999999999\n",
        "0\n",
        "000\n",
        "\n",
        "-1\n",
        " 5\n",
        "5 \n",
        "5\r\n",
        "5;",
        "{\"type\"",
        "1\na\n"
      })
  void refusesWhatIsNotRecordIoOrTooLarge(String stream) {
    assertThatThrownBy(() -> push(new RecordIoDecoder(5), stream))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void refusesEverythingAfterAMalformedLength() {
    RecordIoDecoder decoder = new RecordIoDecoder(5);
    assertThatThrownBy(() -> push(decoder, "x")).isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> push(decoder, "1\na")).isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void framesNoEmptyRecord() {
    assertThatThrownBy(() -> RecordIo.frame(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] large = new byte[1234];
    Arrays.fill(large, (byte) 7);
    assertThat(RecordIo.frame(large)).startsWith("1234\n".getBytes(UTF_8)).hasSize(5 + 1234);
  }

  private static List<byte[]> push(RecordIoDecoder decoder, String chunk) throws Exception {
    return decoder.push(ByteBuffer.wrap(chunk.getBytes(UTF_8)));
  }
}
