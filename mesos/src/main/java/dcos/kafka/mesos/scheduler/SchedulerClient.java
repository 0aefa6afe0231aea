package dcos.kafka.mesos.scheduler;

import dcos.kafka.mesos.connection.Backoff;
import dcos.kafka.mesos.connection.EventLoop;
import dcos.kafka.mesos.connection.Http;
import dcos.kafka.mesos.master.MasterDetector;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A framework's subscription with whichever master leads, kept alive: subscribe, hear events, send
 * calls, and when the connection ends for any reason, back off and subscribe again with the same
 * framework id, until closed or told by the master to stop.
 *
 * <p>All methods may be called from any thread and return at once.
 */
public final class SchedulerClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerClient.class);
  private static final long NONE = 0;

  private final SchedulerClientOptions options;
  private final MasterDetector detector;
  private final SchedulerListener listener;
  private final EventLoop loop = new EventLoop("mesos-scheduler");
  private final Http http;
  private final Backoff backoff;
  private final AtomicBoolean started = new AtomicBoolean();

  // All below belongs to the loop.
  private FrameworkInfo framework = FrameworkInfo.getDefaultInstance();
  private Set<String> suppressedRoles = Set.of();
  private long connections;

  /** The connection that is subscribed now, or {@link #NONE}. */
  private long connected = NONE;

  /** The attempt that counts; news of any other is old. */
  private @Nullable Subscription current;

  private SchedulerClient(
      SchedulerClientOptions options, MasterDetector detector, SchedulerListener listener) {
    this.options = options;
    this.detector = detector;
    this.listener = listener;
    this.http =
        new Http(
            loop,
            options.format(),
            options.credential().map(Credential::authorization),
            options.maxRecordBytes());
    this.backoff =
        new Backoff(options.initialBackoff(), options.maxBackoff(), RandomGenerator.getDefault());
  }

  /**
   * A client that does nothing until {@link #start}.
   *
   * @param detector where the masters are; closed with the client
   */
  public static SchedulerClient create(
      SchedulerClientOptions options, MasterDetector detector, SchedulerListener listener) {
    return new SchedulerClient(options, detector, listener);
  }

  /**
   * Subscribes, and again after each disconnection.
   *
   * @param framework with the id, when the framework has one; otherwise the master gives one, which
   *     later subscriptions carry
   * @param suppressedRoles those of the framework's roles that shall get no offers for now
   * @throws IllegalStateException when started before
   */
  public void start(FrameworkInfo framework, Set<String> suppressedRoles) {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("The scheduler client was started before");
    }
    Set<String> suppressed = Set.copyOf(suppressedRoles);
    loop.execute(
        () -> {
          this.framework = framework;
          this.suppressedRoles = suppressed;
          detect();
        });
  }

  /** What later subscriptions carry. Send SUPPRESS or REVIVE besides for the current one. */
  public void suppressedRoles(Set<String> roles) {
    Set<String> copy = Set.copyOf(roles);
    loop.execute(() -> suppressedRoles = copy);
  }

  /**
   * Sends a call after those sent before, on the connection it was meant for; if that is over, the
   * call is dropped. The framework id is filled in.
   */
  public void send(long connection, Call call) {
    loop.execute(
        () -> {
          Subscription subscription = current;
          if (subscription != null && connected != NONE && connection == connected) {
            subscription.send(call.toBuilder().setFrameworkId(framework.getId()).build());
          } else {
            LOG.debug("Dropped {}: connection {} is over", call.getType(), connection);
          }
        });
  }

  /**
   * Ends the connection at once; no callback starts after this. Calls that weren't answered may be
   * lost, so after TEARDOWN wait for {@code stopped} with {@link StopReason.Removed}.
   */
  @Override
  public void close() {
    loop.close(
        () -> {
          if (current != null) {
            current.cancel();
          }
          http.close();
        });
    detector.close();
  }

  private void detect() {
    detector
        .leader()
        .whenComplete(
            (master, error) ->
                loop.execute(
                    () -> {
                      if (master != null) {
                        subscribe(master);
                      } else {
                        LOG.warn("No Mesos master could be found: {}", error.getMessage());
                        retry();
                      }
                    }));
  }

  private void subscribe(URI master) {
    Call.Subscribe.Builder subscribe =
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(framework)
            .addAllSuppressedRoles(suppressedRoles.stream().sorted().toList());
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE).setSubscribe(subscribe);
    if (framework.hasId()) {
      call.setFrameworkId(framework.getId());
    }
    Subscription subscription =
        new Subscription(loop, http, options.format(), master, call.build(), new Observer());
    current = subscription;
    subscription.start();
  }

  private void retry() {
    Duration wait = backoff.next();
    LOG.debug("Subscribing again in {}", wait);
    loop.after(wait, this::detect);
  }

  /** Between the current subscription and the listener; one that was cancelled says nothing. */
  private final class Observer implements Subscription.Observer {
    private long since;

    @Override
    public void subscribed(URI master, Event.Subscribed event) {
      framework = framework.toBuilder().setId(event.getFrameworkId()).build();
      long connection = ++connections;
      connected = connection;
      since = System.nanoTime();
      LOG.info(
          "Subscribed with {} as framework {} (connection {})",
          master,
          event.getFrameworkId().getValue(),
          connection);
      loop.tell(() -> listener.subscribed(connection, event));
    }

    @Override
    public void received(Event event) {
      listener.received(connected, event);
    }

    @Override
    public void refused(Call call, int status, String message) {
      loop.tell(() -> listener.refused(connected, call, status, message));
    }

    @Override
    public void over(URI master, String reason) {
      LOG.warn("Not subscribed with {}: {}", master, reason);
      detector.suspect(master);
      disconnected(reason);
      retry();
    }

    @Override
    public void stopped(StopReason reason) {
      LOG.error("The master ended the subscription for good: {}", reason);
      disconnected("The master ended the subscription for good");
      loop.tell(() -> listener.stopped(reason));
    }

    private void disconnected(String reason) {
      current = null;
      long connection = connected;
      connected = NONE;
      if (connection != NONE) {
        // A connection that breaks at once is no success: keep backing off.
        if (System.nanoTime() - since > options.maxBackoff().toNanos()) {
          backoff.reset();
        }
        loop.tell(() -> listener.disconnected(connection, reason));
      }
    }
  }
}
