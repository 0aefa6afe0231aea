package dcos.kafka.scheduler.jmh;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A master with any number of agents, on which brokers come up and end at once: as little of Mesos
 * as it takes to deploy and to roll out at a size that no machine here has. It does what is asked
 * of it and checks nothing; whether the scheduler asks for the right things, the simulation tells.
 *
 * <p>Filters, REVIVE and SUPPRESS do what they do in Mesos, since they say how many offers there
 * are: a round offers what every agent has that isn't refused, in one event. Not for several
 * threads.
 */
final class LeanMesos {

  private static final String ROLE = "kafka-role";
  private static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("lean-1").build();

  /** What becomes of brokers. */
  interface Kafka {
    /** A broker runs, and registers at its agent's address. */
    void up(int broker, String host, int port);

    /** A broker has ended. */
    void down(int broker);
  }

  private static final class Agent {
    private final int number;
    private double cpus = 16;
    private double mem = 65_536;
    private double disk = 1_000_000;
    private long refusedUntil;
    private boolean offered;

    /** What is reserved and not in use, by resource id. */
    private final Map<String, Resource> reserved = new LinkedHashMap<>();

    private Agent(int number) {
      this.number = number;
    }

    private String id() {
      return "lean-S" + number;
    }

    private String host() {
      return "10.%d.%d.%d".formatted(1 + number / 40_000, number / 200 % 200, 1 + number % 200);
    }
  }

  private record Task(Agent agent, TaskInfo info, List<Resource> uses) {
    private int broker() {
      return Integer.parseInt(id().substring("broker-".length(), id().indexOf("__")));
    }

    private String id() {
      return info.getTaskId().getValue();
    }
  }

  private final List<Agent> agents = new ArrayList<>();
  private final Map<String, Task> tasks = new HashMap<>();
  private final Map<String, Agent> offers = new HashMap<>();
  private final Queue<Event> events = new ArrayDeque<>();
  private final Kafka kafka;
  private boolean subscribed;
  private boolean suppressed;
  private boolean due;
  private long lastId;
  private long offersMade;

  LeanMesos(int count, Kafka kafka) {
    this.kafka = kafka;
    for (int i = 1; i <= count; i++) {
      agents.add(new Agent(i));
    }
  }

  /** What the scheduler is to be told next; empty when there is nothing. */
  Optional<Event> next() {
    return Optional.ofNullable(events.poll());
  }

  long offersMade() {
    return offersMade;
  }

  /** A stream begins, in place of any before. */
  void subscribe(boolean isSuppressed) {
    events.clear();
    offers.clear();
    subscribed = true;
    suppressed = isSuppressed;
    for (Agent agent : agents) {
      agent.offered = false;
      agent.refusedUntil = 0;
    }
    due = true;
    events.add(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setHeartbeatIntervalSeconds(15)
                    .setMasterInfo(
                        MasterInfo.newBuilder()
                            .setId("lean")
                            .setIp(0)
                            .setPort(5050)
                            .setVersion("1.11.0")))
            .build());
  }

  /** The stream has ended. */
  void disconnect() {
    subscribed = false;
  }

  void call(Call call, long now) {
    switch (call.getType()) {
      case REVIVE -> {
        suppressed = false;
        agents.forEach(agent -> agent.refusedUntil = 0);
        due = true;
      }
      case SUPPRESS -> suppressed = true;
      case DECLINE ->
          call.getDecline()
              .getOfferIdsList()
              
              .forEach(
                  id -> refuse(id.getValue(), now, call.getDecline().getFilters().getRefuseSeconds()));
      case ACCEPT -> accept(call.getAccept(), now);
      case KILL -> kill(call.getKill().getTaskId().getValue());
      case RECONCILE ->
          call.getReconcile().getTasksList().stream()
              .map(task -> tasks.get(task.getTaskId().getValue()))
              .filter(task -> task != null)
              .forEach(
                  task ->
                      report(task, TaskState.TASK_RUNNING, TaskStatus.Reason.REASON_RECONCILIATION));
      default -> {
        // acknowledgements are taken for granted
      }
    }
  }

  private void refuse(String offerId, long now, double seconds) {
    Agent agent = offers.remove(offerId);
    if (agent != null) {
      agent.offered = false;
      agent.refusedUntil = now + (long) (seconds * 1000);
    }
  }

  private void accept(Call.Accept accept, long now) {
    Agent agent = offers.get(accept.getOfferIds(0).getValue());
    if (agent == null) {
      return;
    }
    refuse(accept.getOfferIds(0).getValue(), now, accept.getFilters().getRefuseSeconds());
    for (Offer.Operation operation : accept.getOperationsList()) {
      switch (operation.getType()) {
        case RESERVE ->
            operation.getReserve().getResourcesList().forEach(each -> reserve(agent, each));
        case CREATE ->
            operation.getCreate().getVolumesList().forEach(each -> agent.reserved.put(id(each), each));
        case LAUNCH -> operation.getLaunch().getTaskInfosList().forEach(task -> run(agent, task));
        default -> throw new IllegalStateException("not modelled: " + operation.getType());
      }
    }
  }

  private static void reserve(Agent agent, Resource resource) {
    double amount = resource.getScalar().getValue();
    switch (resource.getName()) {
      case "cpus" -> agent.cpus -= amount;
      case "mem" -> agent.mem -= amount;
      case "disk" -> agent.disk -= amount;
      default -> {
        // there are ports enough
      }
    }
    agent.reserved.put(id(resource), resource);
  }

  private static String id(Resource resource) {
    return resource.getReservations(0).getLabels().getLabelsList().stream()
        .filter(label -> label.getKey().equals("resource_id"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private void run(Agent agent, TaskInfo info) {
    List<Resource> uses = new ArrayList<>(info.getResourcesList());
    uses.addAll(info.getExecutor().getResourcesList());
    uses.forEach(resource -> agent.reserved.remove(id(resource)));
    Task task = new Task(agent, info, uses);
    tasks.put(task.id(), task);
    report(task, TaskState.TASK_STARTING, TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
    report(task, TaskState.TASK_RUNNING, TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
    int port =
        uses.stream()
            .filter(resource -> resource.getName().equals("ports"))
            .mapToInt(resource -> (int) resource.getRanges().getRange(0).getBegin())
            .findFirst()
            .orElseThrow();
    kafka.up(task.broker(), agent.host(), port);
  }

  private void kill(String id) {
    Task task = tasks.remove(id);
    if (task == null) {
      return;
    }
    report(task, TaskState.TASK_KILLED, TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    task.uses().forEach(resource -> task.agent().reserved.put(id(resource), resource));
    task.agent().refusedUntil = 0;
    due = true;
    kafka.down(task.broker());
  }

  private void report(Task task, TaskState state, TaskStatus.Reason reason) {
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue(task.id()))
            .setAgentId(AgentID.newBuilder().setValue(task.agent().id()))
            .setState(state)
            .setReason(reason)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR);
    if (reason != TaskStatus.Reason.REASON_RECONCILIATION) {
      lastId++;
      status.setUuid(ByteString.copyFromUtf8("%016d".formatted(lastId)));
    }
    events.add(
        Event.newBuilder()
            .setType(Event.Type.UPDATE)
            .setUpdate(Event.Update.newBuilder().setStatus(status))
            .build());
  }

  /** Whether a round is due because something changed, rather than by the passing of time. */
  boolean isRoundDue() {
    return due && subscribed && !suppressed;
  }

  /** Offers all that may be offered by now. */
  void allocate(long now) {
    due = false;
    if (!subscribed || suppressed) {
      return;
    }
    Event.Offers.Builder made = Event.Offers.newBuilder();
    for (Agent agent : agents) {
      if (!agent.offered && agent.refusedUntil <= now) {
        made.addOffers(offer(agent));
      }
    }
    if (made.getOffersCount() > 0) {
      offersMade += made.getOffersCount();
      events.add(Event.newBuilder().setType(Event.Type.OFFERS).setOffers(made).build());
    }
  }

  private Offer offer(Agent agent) {
    agent.offered = true;
    lastId++;
    String id = "lean-O" + lastId;
    offers.put(id, agent);
    return Offer.newBuilder()
        .setId(OfferID.newBuilder().setValue(id))
        .setFrameworkId(FRAMEWORK)
        .setAgentId(AgentID.newBuilder().setValue(agent.id()))
        .setHostname(agent.host())
        .setUrl(
            URL.newBuilder()
                .setScheme("http")
                .setPath("/slave(1)")
                .setAddress(
                    Address.newBuilder()
                        .setHostname(agent.host())
                        .setIp(agent.host())
                        .setPort(5051)))
        .addAttributes(
            Attribute.newBuilder()
                .setName("rack")
                .setType(Value.Type.TEXT)
                .setText(Value.Text.newBuilder().setValue("rack-" + agent.number % 20)))
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(ROLE))
        .addResources(scalar("cpus", agent.cpus))
        .addResources(scalar("mem", agent.mem))
        .addResources(scalar("disk", agent.disk))
        .addResources(ports())
        .addAllResources(agent.reserved.values())
        .build();
  }

  private static Resource.Builder free(String name, Value.Type type) {
    return Resource.newBuilder()
        .setName(name)
        .setType(type)
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(ROLE));
  }

  private static Resource scalar(String name, double amount) {
    return free(name, Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .build();
  }

  private static Resource ports() {
    return free("ports", Value.Type.RANGES)
        .setRanges(
            Value.Ranges.newBuilder()
                .addRange(Value.Range.newBuilder().setBegin(1025).setEnd(2180))
                .addRange(Value.Range.newBuilder().setBegin(2182).setEnd(3887))
                .addRange(Value.Range.newBuilder().setBegin(3889).setEnd(5049))
                .addRange(Value.Range.newBuilder().setBegin(5052).setEnd(8079))
                .addRange(Value.Range.newBuilder().setBegin(8082).setEnd(8180))
                .addRange(Value.Range.newBuilder().setBegin(8182).setEnd(32_000)))
        .build();
  }
}
