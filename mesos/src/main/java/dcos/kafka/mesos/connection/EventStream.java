package dcos.kafka.mesos.connection;

import dcos.kafka.mesos.wire.MalformedRecordException;
import dcos.kafka.mesos.wire.RecordIoDecoder;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's answer: records, as they come. The next chunk is asked for when the last one was
 * handled, so a slow listener slows the sender instead of filling the memory.
 *
 * <p>All of it happens on the event loop, but for one thing: a body that arrives when the stream
 * was cancelled is cancelled where it arrives. A closed loop would not take it, and nobody else
 * could end its connection. After {@link #cancel} the listener hears nothing more.
 */
public final class EventStream {
  /** Hears of the stream, on the event loop. */
  public interface Listener {
    /** The subscription was answered with 200; records follow. */
    void opened(Answer answer);

    /** It was answered otherwise; nothing follows. */
    void refused(Answer answer);

    /** One record. */
    void record(byte[] record);

    /** No answer came, or the stream ended or broke; nothing follows. */
    void ended(String reason);
  }

  private final EventLoop loop;
  private final RecordIoDecoder decoder;
  private final Listener listener;
  private final Body body = new Body();
  private @Nullable Future<?> exchange;
  private boolean over;

  EventStream(EventLoop loop, int maxRecordBytes, Listener listener) {
    this.loop = loop;
    this.decoder = new RecordIoDecoder(maxRecordBytes);
    this.listener = listener;
  }

  void exchange(Future<?> future) {
    exchange = future;
  }

  void answered(Answer answer) {
    if (over) {
      return;
    }
    if (answer.status() == 200) {
      listener.opened(answer);
      askForMore();
    } else {
      over = true;
      listener.refused(answer);
    }
  }

  void failed(String reason) {
    if (!over) {
      over = true;
      body.cancel();
      listener.ended(reason);
    }
  }

  /** Ends the stream and its connection. */
  public void cancel() {
    over = true;
    body.cancel();
    if (exchange != null) {
      exchange.cancel(true);
    }
  }

  private void askForMore() {
    if (!over) {
      body.request();
    }
  }

  private void received(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      List<byte[]> records;
      try {
        records = decoder.push(buffer);
      } catch (MalformedRecordException e) {
        cancel();
        listener.ended(e.getMessage() == null ? "Malformed stream" : e.getMessage());
        return;
      }
      for (byte[] record : records) {
        if (over) {
          return;
        }
        loop.tell(() -> listener.record(record));
      }
    }
    askForMore();
  }

  /** What the HTTP client writes the body into. */
  BodySubscriber<String> body() {
    return body;
  }

  /** The chunks may be there before the loop knows the answer's status, or after. */
  private final class Body implements BodySubscriber<String> {
    private Flow.@Nullable Subscription chunks;
    private boolean wanted;
    private boolean cancelled;

    synchronized void cancel() {
      cancelled = true;
      if (chunks != null) {
        chunks.cancel();
      }
    }

    synchronized void request() {
      if (chunks == null) {
        wanted = true;
      } else {
        chunks.request(1);
      }
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription subscription) {
      chunks = subscription;
      if (cancelled) {
        subscription.cancel();
      } else if (wanted) {
        subscription.request(1);
      }
    }

    @Override
    public CompletionStage<String> getBody() {
      return CompletableFuture.completedFuture("");
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      loop.execute(() -> received(buffers));
    }

    @Override
    public void onError(Throwable error) {
      loop.execute(() -> failed("The stream broke: " + Http.reason(error)));
    }

    @Override
    public void onComplete() {
      loop.execute(() -> failed("The stream ended"));
    }
  }
}
