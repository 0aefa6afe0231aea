package dcos.kafka.mesos.connection;

import com.google.protobuf.Message;
import dcos.kafka.mesos.wire.MessageFormat;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one subscription, each sent when the one before it was answered, because Mesos keeps
 * the order of calls only within a connection. After the first that isn't accepted nothing more is
 * sent: nobody knows what the receiver made of it. Used on the event loop only.
 *
 * @param <C> the call: scheduler's or executor's
 */
public final class CallQueue<C extends Message> {
  /** Hears of the call that ended the queue. */
  public interface Listener<C> {
    /** Answered with something other than 202 or 200. */
    void refused(C call, Answer answer);

    /** Not answered: it may have been received or not. */
    void lost(C call, String reason);
  }

  private final Http http;
  private final MessageFormat format;
  private final URI uri;
  private final Optional<String> streamId;
  private final Listener<C> listener;
  private final ArrayDeque<C> waiting = new ArrayDeque<>();
  private @Nullable Future<?> current;
  private boolean over;

  /**
   * @param uri where the subscription is
   * @param streamId the subscription's, when it has one
   */
  public CallQueue(
      Http http, MessageFormat format, URI uri, Optional<String> streamId, Listener<C> listener) {
    this.http = http;
    this.format = format;
    this.uri = uri;
    this.streamId = streamId;
    this.listener = listener;
  }

  /** Sends the call after those before it. */
  public void add(C call) {
    if (!over) {
      waiting.add(call);
      sendNext();
    }
  }

  private void sendNext() {
    if (current != null || waiting.isEmpty()) {
      return;
    }
    C call = waiting.remove();
    current =
        http.call(
            uri,
            streamId,
            format.encode(call),
            (answer, error) -> {
              if (!over) {
                current = null;
                answered(call, answer, error);
              }
            });
  }

  private void answered(C call, @Nullable Answer answer, @Nullable String error) {
    if (answer == null) {
      over = true;
      listener.lost(call, error == null ? "no answer" : error);
    } else if (answer.status() == 202 || answer.status() == 200) {
      sendNext();
    } else {
      over = true;
      listener.refused(call, answer);
    }
  }

  /** Gives up what waits and what is under way; the listener hears nothing of it. */
  public void cancel() {
    over = true;
    waiting.clear();
    if (current != null) {
      current.cancel(true);
    }
  }
}
