package dcos.kafka.mesos.scheduler;

import dcos.kafka.mesos.connection.Answer;
import dcos.kafka.mesos.connection.CallQueue;
import dcos.kafka.mesos.connection.EventLoop;
import dcos.kafka.mesos.connection.EventStream;
import dcos.kafka.mesos.connection.Http;
import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to subscribe, and the connection that comes of it: follows redirects, watches the
 * heartbeats, sorts the events, sends the calls. It ends once, by {@link #cancel} or by telling its
 * observer; afterwards it is silent.
 */
final class Subscription {
  private static final String PATH = "/api/v1/scheduler";
  private static final int MAX_REDIRECTS = 5;
  private static final int MISSED_HEARTBEATS = 5;

  /** The master's default, until SUBSCRIBED names the interval. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final String FAILED_OVER = "Framework failed over";
  private static final String REMOVED = "Framework has been removed";

  /** What becomes of the attempt. */
  interface Observer {
    /** Subscribed. */
    void subscribed(URI master, Event.Subscribed event);

    /** An event for the listener. */
    void received(Event event);

    /** A call was not accepted; {@link #over} follows. */
    void refused(Call call, int status, String message);

    /** No subscription, or no longer. */
    void over(URI master, String reason);

    /** No longer, and not again. */
    void stopped(StopReason reason);
  }

  private final EventLoop loop;
  private final Http http;
  private final MessageFormat format;
  private final URI master;
  private final byte[] subscribe;
  private final Observer observer;
  private final Set<URI> visited = new HashSet<>();
  private Duration patience = HEARTBEAT.multipliedBy(MISSED_HEARTBEATS);
  private @Nullable EventStream stream;
  private @Nullable CallQueue<Call> calls;
  private @Nullable Future<?> silence;
  private boolean subscribed;
  private boolean over;

  /**
   * @param master base address of the one to ask
   * @param subscribe the SUBSCRIBE call
   */
  Subscription(
      EventLoop loop,
      Http http,
      MessageFormat format,
      URI master,
      Call subscribe,
      Observer observer) {
    this.loop = loop;
    this.http = http;
    this.format = format;
    this.master = master;
    this.subscribe = format.encode(subscribe);
    this.observer = observer;
  }

  void start() {
    ask(URI.create(master + PATH));
  }

  /** Sends a call after those before it; dropped unless subscribed. */
  void send(Call call) {
    if (calls != null) {
      calls.add(call);
    }
  }

  void cancel() {
    over = true;
    if (silence != null) {
      silence.cancel(false);
    }
    if (stream != null) {
      stream.cancel();
    }
    if (calls != null) {
      calls.cancel();
    }
  }

  private void end(String reason) {
    if (!over) {
      cancel();
      observer.over(master, reason);
    }
  }

  private void ask(URI uri) {
    visited.add(uri);
    stream = http.subscribe(uri, subscribe, new Events(uri));
  }

  private void redirected(URI from, Answer answer) {
    Optional<URI> to = answer.location();
    if (to.isEmpty()) {
      end(from + " redirects to nowhere that could be followed");
    } else if (visited.contains(to.get()) || visited.size() > MAX_REDIRECTS) {
      end("Redirected in a circle at " + from + "; no master seems to lead");
    } else {
      ask(to.get());
    }
  }

  private void heard() {
    if (silence != null) {
      silence.cancel(false);
    }
    silence =
        loop.after(
            patience,
            () ->
                end(
                    "Nothing heard for "
                        + patience.toMillis() / 1000.0
                        + " s, not even a heartbeat"));
  }

  private void handle(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case ERROR -> stopped(event.getError().getMessage());
      case HEARTBEAT, UNKNOWN -> {
        // A sign of life, or news of a kind that came after these protos.
      }
      default -> {
        if (subscribed) {
          observer.received(event);
        }
      }
    }
  }

  private void subscribed(Event.Subscribed event) {
    if (subscribed) {
      return;
    }
    subscribed = true;
    if (event.hasHeartbeatIntervalSeconds() && event.getHeartbeatIntervalSeconds() > 0) {
      double seconds = event.getHeartbeatIntervalSeconds() * MISSED_HEARTBEATS;
      patience = Duration.ofNanos((long) (seconds * 1e9));
      heard();
    }
    observer.subscribed(master, event);
  }

  private void stopped(String message) {
    cancel();
    observer.stopped(
        switch (message) {
          case FAILED_OVER -> new StopReason.FailedOver();
          case REMOVED -> new StopReason.Removed(message);
          default -> new StopReason.Rejected(message);
        });
  }

  private final class Events implements EventStream.Listener {
    private final URI uri;

    Events(URI uri) {
      this.uri = uri;
    }

    @Override
    public void opened(Answer answer) {
      calls = new CallQueue<>(http, format, uri, answer.streamId(), new Calls());
      heard();
    }

    @Override
    public void refused(Answer answer) {
      if (answer.status() == 307) {
        redirected(uri, answer);
      } else {
        end(advice(answer));
      }
    }

    private String advice(Answer answer) {
      String what = uri + " refused the subscription, " + answer.describe();
      return switch (answer.status()) {
        case 401, 403 -> what + " Check the principal and its secret.";
        case 404 -> what + " Is this a Mesos master?";
        case 503 -> what + " No master leads yet, or it is recovering.";
        default -> what;
      };
    }

    @Override
    public void record(byte[] record) {
      heard();
      try {
        handle(format.decode(record, Event.newBuilder()).build());
      } catch (MalformedMessageException e) {
        end("An event could not be read: " + e.getMessage());
      }
    }

    @Override
    public void ended(String reason) {
      end(reason);
    }
  }

  private final class Calls implements CallQueue.Listener<Call> {
    @Override
    public void refused(Call call, Answer answer) {
      observer.refused(call, answer.status(), answer.body());
      end("The call " + call.getType() + " was refused, " + answer.describe());
    }

    @Override
    public void lost(Call call, String reason) {
      end("No answer to the call " + call.getType() + ": " + reason);
    }
  }
}
