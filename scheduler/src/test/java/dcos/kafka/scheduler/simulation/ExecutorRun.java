package dcos.kafka.scheduler.simulation;

import org.apache.mesos.v1.Protos.ExecutorInfo;

/**
 * An executor on an agent, which runs one task at a time. It stays for the next one when its broker
 * was stopped, for a while, and ends with any other end of it.
 */
final class ExecutorRun {

  private static final long STAYS = 300_000;
  private static final long AWAITS_ACKNOWLEDGEMENT = 15_000;

  private final World world;
  private final Agent agent;
  private final ExecutorInfo info;
  private boolean alive = true;
  private boolean ending;

  /** How many tasks it was handed. */
  private int tasks;

  ExecutorRun(World world, Agent agent, ExecutorInfo info) {
    this.world = world;
    this.agent = agent;
    this.info = info;
  }

  ExecutorInfo info() {
    return info;
  }

  String id() {
    return info.getExecutorId().getValue();
  }

  boolean isAlive() {
    return alive;
  }

  /** Whether it can be handed a task. */
  boolean takesTasks() {
    return alive && !ending;
  }

  /** Whether it has had another task before. */
  boolean handed() {
    tasks++;
    return tasks > 1;
  }

  /** Its broker was stopped. */
  void rest() {
    if (ending) {
      end();
      return;
    }
    int so = tasks;
    world.timeline.after(
        STAYS,
        () -> {
          if (tasks == so && takesTasks()) {
            world.tally.add(Fault.EXECUTOR_WAITS_FOR_NOTHING);
            exit();
          }
        });
  }

  /** Its broker has ended otherwise; it waits a little for the agent to know. */
  void end() {
    ending = true;
    world.timeline.after(AWAITS_ACKNOWLEDGEMENT, this::exit);
  }

  /** What it reported last is acknowledged. */
  void acknowledged() {
    if (ending) {
      world.timeline.within(100, 3_000, this::exit);
    }
  }

  /** It is told to end, and its broker with it. */
  void shutdown() {
    if (takesTasks()) {
      ending = true;
      agent.executions.values().stream()
          .filter(execution -> execution.isOn(this) && execution.isAlive())
          .findFirst()
          .ifPresentOrElse(Execution::kill, () -> world.timeline.within(10, 1_000, this::exit));
    }
  }

  /** Its process ends. */
  void exit() {
    if (alive) {
      alive = false;
      agent.executorExited(this);
    }
  }

  /** Its machine loses power. */
  void vanish() {
    alive = false;
  }
}
