package dcos.kafka.scheduler.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * That the service is being uninstalled, from the moment that it was asked for. Durable, and never
 * taken back: whatever the environment says at a later start, what was begun is brought to its end.
 *
 * @param since when it was asked for
 * @param reason who asked, a sentence
 * @param interrupted whether nothing further is to be begun
 * @param skipsLost whether what lies on an agent that stays silent is to be left there
 * @param leaks what was left on agents, since an operator said not to wait for them
 * @param stage how far it is with Mesos and the records; what goes before follows from the records
 */
public record Uninstall(
    Instant since,
    String reason,
    boolean interrupted,
    boolean skipsLost,
    List<Leak> leaks,
    Stage stage) {

  public Uninstall {
    leaks = List.copyOf(leaks);
  }

  /** What is still there of the service. */
  public enum Stage {
    /** Brokers, reservations, the framework: as far as the records say. */
    RELEASING,
    /** Nothing in Mesos any more; nodes in ZooKeeper. */
    TORN_DOWN,
    /** Nothing at all. Never recorded, as there are no records any more. */
    REMOVED
  }

  /**
   * A resource that stays reserved, since nobody waits for its agent.
   *
   * @param resourceId its {@code resource_id} label
   * @param agentId the agent that it is on
   * @param hostname that agent's name
   * @param description what it is, for people
   */
  public record Leak(String resourceId, String agentId, String hostname, String description) {}

  /** One that begins. */
  public static Uninstall begun(Instant now, String reason, boolean skipsLost) {
    return new Uninstall(now, reason, false, skipsLost, List.of(), Stage.RELEASING);
  }

  /** The same, interrupted or not. */
  public Uninstall interrupted(boolean now) {
    return new Uninstall(since, reason, now, skipsLost, leaks, stage);
  }

  /** The same, which doesn't wait for agents that stay silent. */
  public Uninstall skippingLost() {
    return new Uninstall(since, reason, interrupted, true, leaks, stage);
  }

  /** The same with more left behind. */
  public Uninstall leaving(List<Leak> more) {
    List<Leak> all = new ArrayList<>(leaks);
    all.addAll(more);
    return new Uninstall(since, reason, interrupted, skipsLost, all, stage);
  }

  /** The same without what has turned up again. */
  public Uninstall found(Set<String> resourceIds) {
    List<Leak> rest =
        leaks.stream().filter(leak -> !resourceIds.contains(leak.resourceId())).toList();
    return new Uninstall(since, reason, interrupted, skipsLost, rest, stage);
  }

  /** The same, further. */
  public Uninstall at(Stage next) {
    return new Uninstall(since, reason, interrupted, skipsLost, leaks, next);
  }

  /** Whether the records are being removed, or are gone: nothing may be recorded any more. */
  public boolean isPastRecords() {
    return stage == Stage.REMOVED || (stage == Stage.TORN_DOWN && !interrupted);
  }
}
