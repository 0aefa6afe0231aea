package dcos.kafka.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecordStreamTest {
  private final AtomicInteger broken = new AtomicInteger();
  private final RecordStream stream = new RecordStream(who -> broken.incrementAndGet());

  @Test
  void writesEachRecordWithItsLengthUntilTheEnd() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.send("one".getBytes(StandardCharsets.UTF_8));
    stream.send("three".getBytes(StandardCharsets.UTF_8));
    stream.end();

    stream.writeTo(out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("3\none5\nthree");
    assertThat(broken).hasValue(0);
  }

  @Test
  void breaksOffAClientThatDoesNotReadAndNeverLetsTheSenderWait() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    OutputStream nobodyReads =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writing.countDown();
            try {
              Thread.sleep(Duration.ofMinutes(1).toMillis());
            } catch (InterruptedException e) {
              throw new IOException("closed by interrupt", e);
            }
          }
        };
    Thread writer =
        new Thread(
            () -> {
              try {
                stream.writeTo(nobodyReads);
              } catch (IOException e) {
                end.set(e);
              }
            });
    writer.start();
    stream.send(new byte[1]);
    writing.await();

    while (broken.get() == 0) {
      stream.send(new byte[1]);
    }

    writer.join(Duration.ofSeconds(10).toMillis());
    assertThat(end.get()).hasMessage("closed by interrupt");
    assertThatThrownBy(() -> stream.writeTo(nobodyReads)).isInstanceOf(IOException.class);
  }
}
