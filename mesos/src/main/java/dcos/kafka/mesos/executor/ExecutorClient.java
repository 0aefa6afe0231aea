package dcos.kafka.mesos.executor;

import com.google.protobuf.ByteString;
import dcos.kafka.mesos.connection.Answer;
import dcos.kafka.mesos.connection.CallQueue;
import dcos.kafka.mesos.connection.EventLoop;
import dcos.kafka.mesos.connection.EventStream;
import dcos.kafka.mesos.connection.Http;
import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's subscription with its agent, kept alive, and its updates, sent until they are
 * acknowledged. When the connection ends, the client subscribes again and tells what the agent may
 * not know. Without checkpointing, an agent that is gone means shutdown at once; with it, after the
 * recovery timeout.
 *
 * <p>All methods may be called from any thread and return at once.
 */
public final class ExecutorClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorClient.class);
  private static final String PATH = "/api/v1/executor";

  /** A task is well below this; the executor has little memory. */
  private static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

  /** An agent that isn't there at first: it gives its executors this long to register. */
  private static final Duration REGISTRATION_TIMEOUT = Duration.ofMinutes(1);

  private final ExecutorEnvironment env;
  private final MessageFormat format;
  private final ExecutorListener listener;
  private final URI uri;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Unacknowledged unacknowledged = new Unacknowledged();
  private final EventLoop loop = new EventLoop("mesos-executor");
  private final Http http;
  private final AtomicBoolean started = new AtomicBoolean();

  // All below belongs to the loop.
  private final Set<ByteString> sent = new HashSet<>();
  private @Nullable EventStream stream;
  private @Nullable CallQueue<Call> calls;
  private @Nullable Future<?> patience;
  private boolean subscribed;
  private boolean everSubscribed;
  private boolean shutdown;

  private ExecutorClient(ExecutorEnvironment env, MessageFormat format, ExecutorListener listener) {
    this.env = env;
    this.format = format;
    this.listener = listener;
    this.uri = URI.create(env.agent() + PATH);
    this.http =
        new Http(
            loop,
            format,
            env.authenticationToken().map(token -> "Bearer " + token),
            MAX_RECORD_BYTES);
  }

  /** A client that does nothing until {@link #start}. */
  public static ExecutorClient create(ExecutorEnvironment env, ExecutorListener listener) {
    return create(env, MessageFormat.PROTOBUF, listener);
  }

  static ExecutorClient create(
      ExecutorEnvironment env, MessageFormat format, ExecutorListener listener) {
    return new ExecutorClient(env, format, listener);
  }

  /**
   * Subscribes with the agent.
   *
   * @throws IllegalStateException when started before
   */
  public void start() {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("The executor client was started before");
    }
    loop.execute(
        () -> {
          awaitAgent();
          subscribe();
        });
  }

  /**
   * Reports a task's state. The uuid, the time (unless set), the source and the executor's id are
   * filled in. The update is kept and sent again after each new subscription until acknowledged, so
   * it may be reported while disconnected.
   */
  public void update(TaskStatus status) {
    TaskStatus.Builder complete =
        status.toBuilder()
            .setUuid(newUuid())
            .setExecutorId(env.executorId())
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR);
    if (!status.hasTimestamp()) {
      complete.setTimestamp(System.currentTimeMillis() / 1000.0);
    }
    unacknowledged.add(Call.Update.newBuilder().setStatus(complete).build());
    loop.execute(this::sendUpdates);
  }

  /** The bytes of a random UUID (RFC 4122, version 4), which the agent checks. */
  private static ByteString newUuid() {
    UUID uuid = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  /** Sends something to the scheduler that Mesos doesn't look into. Lost when not subscribed. */
  public void message(byte[] data) {
    Call.Message message = Call.Message.newBuilder().setData(ByteString.copyFrom(data)).build();
    loop.execute(() -> send(call(Call.Type.MESSAGE).setMessage(message)));
  }

  /**
   * Completes when each update was acknowledged, at once if so already. Wait for it, with a bound,
   * after the last update and before the process ends.
   */
  public CompletionStage<Void> whenAllAcknowledged() {
    return unacknowledged.empty();
  }

  /** Ends the connection at once; no callback starts after this. */
  @Override
  public void close() {
    loop.close(
        () -> {
          disconnect();
          http.close();
        });
  }

  private Call.Builder call(Call.Type type) {
    return Call.newBuilder()
        .setType(type)
        .setFrameworkId(env.frameworkId())
        .setExecutorId(env.executorId());
  }

  private void send(Call.Builder call) {
    if (subscribed && calls != null) {
      calls.add(call.build());
    }
  }

  /** Sends the updates that this connection hasn't carried yet, in order. */
  private void sendUpdates() {
    if (subscribed) {
      for (Call.Update update : unacknowledged.updates()) {
        if (sent.add(update.getStatus().getUuid())) {
          send(call(Call.Type.UPDATE).setUpdate(update));
        }
      }
    }
  }

  private void subscribe() {
    List<Call.Update> updates = unacknowledged.updates();
    sent.clear();
    updates.forEach(update -> sent.add(update.getStatus().getUuid()));
    Call call =
        call(Call.Type.SUBSCRIBE)
            .setSubscribe(
                Call.Subscribe.newBuilder()
                    .addAllUnacknowledgedTasks(unacknowledged.tasks())
                    .addAllUnacknowledgedUpdates(updates))
            .build();
    stream = http.subscribe(uri, format.encode(call), new Events());
  }

  private void disconnect() {
    subscribed = false;
    if (stream != null) {
      stream.cancel();
    }
    if (calls != null) {
      calls.cancel();
    }
  }

  private void disconnected(String reason) {
    boolean wasSubscribed = subscribed;
    disconnect();
    if (wasSubscribed) {
      LOG.warn("Disconnected from the agent {}: {}", uri, reason);
      loop.tell(() -> listener.disconnected(reason));
      awaitAgent();
    } else {
      LOG.warn("Could not subscribe with the agent {}: {}", uri, reason);
    }
    // An agent that is back kills executors that are not there within this maximum; its own library
    // waits for anything up to all of it, and so is late at times.
    long most = env.subscriptionBackoffMax().toNanos() / 2;
    loop.after(Duration.ofNanos((long) (most * random.nextDouble())), this::subscribe);
  }

  /** Shuts down unless the agent is back in time. */
  private void awaitAgent() {
    Duration recovery = env.checkpoint() ? env.recoveryTimeout() : Duration.ZERO;
    boolean first = !everSubscribed && recovery.compareTo(REGISTRATION_TIMEOUT) < 0;
    Duration wait = first ? REGISTRATION_TIMEOUT : recovery;
    patience =
        loop.after(
            wait, () -> shutdown("The agent was away for " + wait.toMillis() / 1000.0 + " s"));
  }

  private void shutdown(String reason) {
    if (!shutdown) {
      shutdown = true;
      listener.shutdown(reason);
    }
  }

  private void handle(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case LAUNCH -> launch(event.getLaunch().getTask());
      case LAUNCH_GROUP ->
          event.getLaunchGroup().getTaskGroup().getTasksList().forEach(this::launch);
      case KILL -> {
        Event.Kill kill = event.getKill();
        listener.kill(kill.getTaskId(), grace(kill));
      }
      case ACKNOWLEDGED -> {
        Event.Acknowledged acknowledged = event.getAcknowledged();
        sent.remove(acknowledged.getUuid());
        unacknowledged.acknowledged(acknowledged.getTaskId(), acknowledged.getUuid());
      }
      case MESSAGE -> listener.message(event.getMessage().getData().toByteArray());
      case SHUTDOWN -> shutdown("The agent asked for it");
      case ERROR -> disconnected("The agent reported: " + event.getError().getMessage());
      case HEARTBEAT, UNKNOWN -> {
        // Nothing to do: the agent is near, and its end is noticed by the connection's.
      }
    }
  }

  private void subscribed(Event.Subscribed event) {
    if (subscribed) {
      return;
    }
    subscribed = true;
    everSubscribed = true;
    if (patience != null) {
      patience.cancel(false);
    }
    LOG.info("Subscribed with the agent {}", uri);
    loop.tell(() -> listener.subscribed(event));
    sendUpdates();
  }

  private void launch(TaskInfo task) {
    unacknowledged.add(task);
    listener.launch(task);
  }

  private static Optional<Duration> grace(Event.Kill kill) {
    return kill.getKillPolicy().hasGracePeriod()
        ? Optional.of(Duration.ofNanos(kill.getKillPolicy().getGracePeriod().getNanoseconds()))
        : Optional.empty();
  }

  private final class Events implements EventStream.Listener, CallQueue.Listener<Call> {
    @Override
    public void opened(Answer answer) {
      calls = new CallQueue<>(http, format, uri, answer.streamId(), this);
    }

    @Override
    public void refused(Answer answer) {
      disconnected("The subscription was refused, " + answer.describe());
    }

    @Override
    public void record(byte[] record) {
      try {
        handle(format.decode(record, Event.newBuilder()).build());
      } catch (MalformedMessageException e) {
        disconnected("An event could not be read: " + e.getMessage());
      }
    }

    @Override
    public void ended(String reason) {
      disconnected(reason);
    }

    @Override
    public void refused(Call call, Answer answer) {
      disconnected("The call " + call.getType() + " was refused, " + answer.describe());
    }

    @Override
    public void lost(Call call, String reason) {
      disconnected("No answer to the call " + call.getType() + ": " + reason);
    }
  }
}
