package dcos.kafka.mesos.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a listener heard, in order, for a test to take one by one. */
public final class Heard {
  private static final int PATIENCE_SECONDS = 10;

  private final LinkedBlockingQueue<Object> callbacks = new LinkedBlockingQueue<>();

  public void add(Object callback) {
    callbacks.add(callback);
  }

  /** The next callback, which must be of this kind; waits for it. */
  public <T> T next(Class<T> kind) throws InterruptedException {
    Object callback = callbacks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(callback).isInstanceOf(kind);
    return kind.cast(callback);
  }

  /** What was heard and not taken. */
  public List<Object> rest() {
    return new ArrayList<>(callbacks);
  }
}
