package dcos.kafka.mesos.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.mesos.fake.FakeMesos;
import dcos.kafka.mesos.fake.Heard;
import dcos.kafka.mesos.wire.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTest {
  private static final Call REVIVE = Call.newBuilder().setType(Call.Type.REVIVE).build();

  private final Heard heard = new Heard();
  private final FakeMesos server = new FakeMesos();
  private final EventLoop loop = new EventLoop("test-loop");
  private final Http http =
      new Http(loop, MessageFormat.JSON, Optional.empty(), 1 << 20, Duration.ofMillis(100));

  @AfterEach
  void closeAll() {
    loop.close(http::close);
    server.close();
  }

  @Test
  void aCallNotAnsweredInTimeIsLostOnceAndNothingFollowsIt() throws Exception {
    CallQueue<Call> queue =
        new CallQueue<>(http, MessageFormat.JSON, server.uri(), Optional.of("s"), new Calls());
    loop.execute(() -> queue.add(REVIVE));
    loop.execute(() -> queue.add(REVIVE));
    assertThat(heard.next(String.class)).isEqualTo("lost none within 0.1 s");
    loop.execute(() -> queue.add(REVIVE));
    loop.execute(() -> heard.add("later"));
    assertThat(heard.next(String.class)).isEqualTo("later");
    // On a busy machine the time may be over before the first is sent.
    assertThat(server.untaken()).isLessThanOrEqualTo(1);
  }

  @Test
  void aSubscriptionNotAnsweredInTimeIsOver() throws Exception {
    http.subscribe(server.uri(), "{}".getBytes(StandardCharsets.UTF_8), new HearingStream(heard));
    assertThat(heard.next(String.class))
        .isEqualTo("ended No answer from " + server.uri() + ": none within 0.1 s");
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheLoop() throws Exception {
    loop.execute(
        () -> {
          throw new IllegalStateException("a bug, on purpose");
        });
    loop.execute(() -> heard.add("later"));
    assertThat(heard.next(String.class)).isEqualTo("later");
  }

  private final class Calls implements CallQueue.Listener<Call> {
    @Override
    public void refused(Call call, Answer answer) {
      heard.add("refused");
    }

    @Override
    public void lost(Call call, String reason) {
      heard.add("lost " + reason);
    }
  }
}
