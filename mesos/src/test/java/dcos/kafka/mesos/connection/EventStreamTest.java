package dcos.kafka.mesos.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.mesos.fake.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream between an HTTP client, played by the test, and its listener. */
class EventStreamTest {
  private final Heard heard = new Heard();
  private final EventLoop loop = new EventLoop("test-loop");
  private final EventStream stream = new EventStream(loop, 1 << 10, new HearingStream(heard));
  private final Chunks chunks = new Chunks();

  @AfterEach
  void closeLoop() {
    loop.close(() -> {});
  }

  @Test
  void asksForTheFirstChunkWhenTheAnswerComesAfterTheBody() throws Exception {
    stream.body().onSubscribe(chunks);
    answered();
    assertThat(chunks.asked).containsExactly("request 1");
  }

  @Test
  void asksForTheFirstChunkWhenTheBodyComesAfterTheAnswer() throws Exception {
    answered();
    stream.body().onSubscribe(chunks);
    assertThat(chunks.asked).containsExactly("request 1");
  }

  @Test
  void aBodyThatComesAfterTheLoopWasClosedIsCancelled() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    loop.close(
        () -> {
          stream.cancel();
          cancelled.countDown();
        });
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    stream.body().onSubscribe(chunks);
    assertThat(chunks.asked).containsExactly("cancel");
  }

  @Test
  void aBodyThatComesWhileTheLoopIsClosingIsCancelled() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    loop.execute(
        () -> {
          loop.close(
              () -> {
                stream.cancel();
                cancelled.countDown();
              });
          stream.body().onSubscribe(chunks);
          arrived.countDown();
        });
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(chunks.asked).containsExactly("cancel");
  }

  private void answered() throws InterruptedException {
    loop.execute(() -> stream.answered(new Answer(200, Optional.empty(), Optional.empty(), "")));
    assertThat(heard.next(String.class)).isEqualTo("opened");
    CountDownLatch handled = new CountDownLatch(1);
    loop.execute(handled::countDown);
    assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static final class Chunks implements Flow.Subscription {
    private final List<String> asked = new ArrayList<>();

    @Override
    public synchronized void request(long n) {
      asked.add("request " + n);
    }

    @Override
    public synchronized void cancel() {
      asked.add("cancel");
    }
  }
}
