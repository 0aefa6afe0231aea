package dcos.kafka.local.agent;

import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.mesos.scheduler.SchedulerClient;
import dcos.kafka.mesos.scheduler.SchedulerClientOptions;
import dcos.kafka.mesos.scheduler.SchedulerListener;
import dcos.kafka.mesos.scheduler.StopReason;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A framework on our own client that acknowledges every update and remembers what comes. */
final class TestFramework implements SchedulerListener, AutoCloseable {
  static final String ROLE = "test-role";
  private static final long PATIENCE_SECONDS = 20;

  private final MasterDetector detector;
  private final SchedulerClient client;
  private final List<Event> events = new ArrayList<>();
  private final List<OfferID> held = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> id = new CompletableFuture<>();
  private long connection;

  TestFramework(URI master, double failoverTimeout) {
    detector = MasterDetector.of(master.toString());
    client = SchedulerClient.create(SchedulerClientOptions.defaults(), detector, this);
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("root")
            .setName("test")
            .addRoles(ROLE)
            .setPrincipal("test")
            .setCheckpoint(true)
            .setFailoverTimeout(failoverTimeout);
    for (FrameworkInfo.Capability.Type type :
        List.of(
            FrameworkInfo.Capability.Type.MULTI_ROLE,
            FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT,
            FrameworkInfo.Capability.Type.PARTITION_AWARE)) {
      info.addCapabilities(FrameworkInfo.Capability.newBuilder().setType(type));
    }
    client.start(info.build(), java.util.Set.of());
  }

  void accept(Offer offer, Offer.Operation... operations) throws Exception {
    send(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .addAllOperations(List.of(operations))
                    .setFilters(Filters.newBuilder().setRefuseSeconds(0))));
  }

  void kill(String task) throws Exception {
    send(
        Call.newBuilder()
            .setType(Call.Type.KILL)
            .setKill(Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue(task))));
  }

  void shutdownExecutor(String executor, AgentID agent) throws Exception {
    send(
        Call.newBuilder()
            .setType(Call.Type.SHUTDOWN)
            .setShutdown(
                Call.Shutdown.newBuilder()
                    .setExecutorId(ExecutorID.newBuilder().setValue(executor))
                    .setAgentId(agent)));
  }

  private void send(Call.Builder call) throws Exception {
    id.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    synchronized (this) {
      client.send(connection, call.build());
    }
  }

  /** The first offer that has not been answered by this and satisfies {@code condition}. */
  Offer offer(Predicate<Offer> condition) throws InterruptedException {
    return await(event -> event.getOffers().getOffersList().stream().anyMatch(condition))
        .getOffers()
        .getOffersList()
        .stream()
        .filter(condition)
        .findFirst()
        .orElseThrow();
  }

  /** As {@link #offer}, but first gives back all that it holds, as often as it takes. */
  void freshOffer(Predicate<Offer> condition) throws Exception {
    for (Offer offer = offer(any -> true); !condition.test(offer); offer = offer(any -> true)) {
      send(
          Call.newBuilder()
              .setType(Call.Type.DECLINE)
              .setDecline(Call.Decline.newBuilder().addAllOfferIds(held)));
      held.clear();
      send(Call.newBuilder().setType(Call.Type.REVIVE));
    }
  }

  TaskStatus status(TaskState state) throws InterruptedException {
    return await(event -> event.hasUpdate() && event.getUpdate().getStatus().getState() == state)
        .getUpdate()
        .getStatus();
  }

  /** Takes the first event like that, waiting for it. */
  synchronized Event await(Predicate<Event> condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Optional<Event> found = events.stream().filter(condition).findFirst();
      if (found.isPresent()) {
        events.remove(found.get());
        return found.get();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("It did not come; there are only " + events);
      }
      wait(left);
    }
  }

  @Override
  public synchronized void subscribed(long now, Event.Subscribed subscribed) {
    connection = now;
    id.complete(subscribed.getFrameworkId().getValue());
  }

  @Override
  public synchronized void received(long now, Event event) {
    events.add(event);
    event.getOffers().getOffersList().forEach(offer -> held.add(offer.getId()));
    notifyAll();
    TaskStatus status = event.getUpdate().getStatus();
    if (event.hasUpdate() && status.hasUuid()) {
      client.send(
          now,
          Call.newBuilder()
              .setType(Call.Type.ACKNOWLEDGE)
              .setAcknowledge(
                  Call.Acknowledge.newBuilder()
                      .setAgentId(status.getAgentId())
                      .setTaskId(status.getTaskId())
                      .setUuid(status.getUuid()))
              .build());
    }
  }

  @Override
  public void disconnected(long was, String reason) {}

  @Override
  public void refused(long now, Call call, int status, String message) {
    throw new AssertionError(call + " was refused: " + message);
  }

  @Override
  public void stopped(StopReason reason) {}

  @Override
  public void close() throws Exception {
    client.close();
    detector.close();
  }
}
