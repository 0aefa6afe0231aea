package dcos.kafka.executor;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import dcos.kafka.mesos.wire.RecordIo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

/** The executor API of an agent, which acknowledges each update as a real one does. */
final class FakeAgent implements AutoCloseable {
  private static final MessageFormat FORMAT = MessageFormat.PROTOBUF;

  private final List<TaskStatus> updates = new CopyOnWriteArrayList<>();
  private final List<Call.Subscribe> subscriptions = new CopyOnWriteArrayList<>();
  private final List<Event> onSubscription = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private HttpServer server;
  private Optional<HttpExchange> subscription = Optional.empty();

  FakeAgent() throws IOException {
    start();
    address = server.getAddress();
  }

  /** Listens, again at the address of before. */
  void start() throws IOException {
    server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/executor", this::answer);
    server.start();
  }

  /** Is killed: ends every connection and listens no more. */
  void stop() {
    server.stop(0);
    synchronized (this) {
      subscription = Optional.empty();
    }
  }

  String endpoint() {
    return address.getHostString() + ":" + address.getPort();
  }

  /** What executors reported, in order. */
  List<TaskStatus> updates() {
    return updates;
  }

  List<Call.Subscribe> subscriptions() {
    return subscriptions;
  }

  void launchOnSubscription(TaskInfo task) {
    onSubscription.add(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH)
            .setLaunch(Event.Launch.newBuilder().setTask(task))
            .build());
  }

  void launch(TaskInfo task) {
    send(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH)
            .setLaunch(Event.Launch.newBuilder().setTask(task))
            .build());
  }

  void kill(TaskID task, Duration grace) {
    send(
        Event.newBuilder()
            .setType(Event.Type.KILL)
            .setKill(
                Event.Kill.newBuilder()
                    .setTaskId(task)
                    .setKillPolicy(
                        KillPolicy.newBuilder()
                            .setGracePeriod(
                                DurationInfo.newBuilder().setNanoseconds(grace.toNanos()))))
            .build());
  }

  void shutdown() {
    send(Event.newBuilder().setType(Event.Type.SHUTDOWN).build());
  }

  private void answer(HttpExchange exchange) throws IOException {
    Call call;
    try {
      call = FORMAT.decode(exchange.getRequestBody().readAllBytes(), Call.newBuilder()).build();
    } catch (MalformedMessageException e) {
      throw new IOException(e);
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      subscribe(exchange, call.getSubscribe());
      return;
    }
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
    if (call.getType() == Call.Type.UPDATE) {
      updated(call.getUpdate().getStatus());
    }
  }

  private void subscribe(HttpExchange exchange, Call.Subscribe subscribe) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", FORMAT.mediaType());
    exchange.sendResponseHeaders(200, 0);
    synchronized (this) {
      subscription = Optional.of(exchange);
    }
    send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setExecutorInfo(ExecutorInfo.newBuilder().setExecutorId(TestBed.EXECUTOR))
                    .setFrameworkInfo(FrameworkInfo.newBuilder().setUser("root").setName("kafka"))
                    .setContainerId(ContainerID.newBuilder().setValue("c"))
                    .setAgentInfo(
                        AgentInfo.newBuilder()
                            .setHostname("127.0.0.1")
                            .setId(AgentID.newBuilder().setValue("agent"))))
            .build());
    boolean first = subscriptions.isEmpty();
    subscriptions.add(subscribe);
    subscribe.getUnacknowledgedUpdatesList().forEach(update -> updated(update.getStatus()));
    if (first) {
      onSubscription.forEach(this::send);
    }
  }

  private void updated(TaskStatus status) {
    ByteString uuid = status.getUuid();
    if (updates.stream().noneMatch(known -> known.getUuid().equals(uuid))) {
      updates.add(status);
    }
    send(
        Event.newBuilder()
            .setType(Event.Type.ACKNOWLEDGED)
            .setAcknowledged(
                Event.Acknowledged.newBuilder().setTaskId(status.getTaskId()).setUuid(uuid))
            .build());
  }

  private synchronized void send(Event event) {
    try {
      OutputStream stream = subscription.orElseThrow().getResponseBody();
      stream.write(RecordIo.frame(FORMAT.encode(event)));
      stream.flush();
    } catch (IOException e) {
      // The executor is gone, or this agent was stopped meanwhile; either subscribes anew.
      subscription = Optional.empty();
    }
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }
}
