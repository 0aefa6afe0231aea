package dcos.kafka.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** All models of one run, so that each finds the others. */
final class World {

  final Scenario scenario;
  final Timeline timeline;
  final History history;
  final Master master;
  final List<Agent> agents = new ArrayList<>();
  final KafkaCluster kafka;
  final Durable durable = new Durable();
  final Tally tally = new Tally();
  final Invariants invariants;
  final Marathon scheduler;

  /** Whether it is time for nothing to go wrong any more. */
  private boolean quiet;

  World(Scenario scenario, Timeline timeline, Variant variant, boolean keepHistory) {
    this.scenario = scenario;
    this.timeline = timeline;
    this.history = new History(keepHistory, timeline);
    this.master = new Master(this);
    this.kafka = new KafkaCluster(this);
    this.invariants = new Invariants(this);
    this.scheduler = new Marathon(this, variant);
    for (int number = 0; number < scenario.agents(); number++) {
      agents.add(new Agent(this, number, scenario.machine(number)));
    }
  }

  /** Whether anything may go wrong at this time. */
  boolean crashesAllowed() {
    return scenario.faults() && !quiet;
  }

  /** Whether operators leave the service alone, and nothing goes wrong any more. */
  boolean isQuiet() {
    return quiet;
  }

  void becomeQuiet() {
    quiet = true;
    master.upkeep().end();
  }

  long seed() {
    return timeline.seed();
  }

  Optional<Agent> agent(String id) {
    return agents.stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  /** A call in a few words, for the history. */
  static String describe(Call call, History history) {
    if (!history.isKept()) {
      return "";
    }
    return switch (call.getType()) {
      case ACCEPT ->
          "ACCEPT of "
              + call.getAccept().getOfferIds(0).getValue()
              + ": "
              + call.getAccept().getOperationsList().stream().map(o -> o.getType().name()).toList();
      case DECLINE -> "DECLINE of " + call.getDecline().getOfferIdsCount() + " offers";
      case KILL -> "KILL of " + call.getKill().getTaskId().getValue();
      case RECONCILE -> "RECONCILE of " + call.getReconcile().getTasksCount() + " tasks";
      default -> call.getType().name();
    };
  }

  static AgentID agentId(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  /** A status that the master makes itself, which nobody acknowledges. */
  static TaskStatus status(
      String taskId, String agentId, TaskState state, TaskStatus.Reason reason) {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue(taskId))
        .setAgentId(agentId(agentId))
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_MASTER)
        .setReason(reason)
        .build();
  }
}
