package dcos.kafka.scheduler.state;

import java.time.Instant;
import java.util.Optional;
import org.pcollections.TreePSet;

/**
 * Which brokers are in which situation, so that no event has to look at all of them. Kept up to
 * date by the core with each change of a broker; follows from the records alone.
 *
 * @param startable brokers that wait for an offer on the agent of their reservation
 * @param homeless brokers that wait for an offer anywhere
 * @param incomplete brokers whose step of the rollout isn't complete
 * @param begun of these, those whose step was begun
 * @param down brokers that were complete once and don't serve now
 * @param unreachable brokers of which nobody knows whether they are alive; an offer may tell, when
 *     their agent is back under a new id
 * @param requested brokers of which an operator wants something
 * @param unseen brokers that serve as far as Mesos says, and that Kafka doesn't count as members,
 *     or not yet: what is seen may still be the registration of the task before
 * @param growing brokers that run on until more is reserved for them on their agent, and that wait
 *     for an offer of it
 * @param gateWait who waits at the gate, and since when; empty when nobody does
 * @param spared who would be replaced by now if nothing stood against it
 */
public record Work(
    TreePSet<Integer> startable,
    TreePSet<Integer> homeless,
    TreePSet<Integer> incomplete,
    TreePSet<Integer> begun,
    TreePSet<Integer> down,
    TreePSet<Integer> unreachable,
    TreePSet<Integer> requested,
    TreePSet<Integer> unseen,
    TreePSet<Integer> growing,
    Optional<GateWait> gateWait,
    Optional<Spared> spared) {

  /**
   * A broker that is to be touched as soon as the gate opens.
   *
   * @param broker its id
   * @param since since when it waits
   */
  public record GateWait(int broker, Instant since) {}

  /**
   * A broker that isn't replaced although it has been down for long enough.
   *
   * @param broker its id
   * @param code what stands against it
   */
  public record Spared(int broker, String code) {}

  /** Nothing to do. */
  public static final Work NONE =
      new Work(
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          Optional.empty(),
          Optional.empty());

  /** Whether any broker waits for an offer. */
  public boolean waitsForOffers() {
    return !startable.isEmpty() || !homeless.isEmpty() || !growing.isEmpty();
  }

  /** The same, with a broker waiting for an offer or not. */
  public Work waiting(int broker, boolean onItsAgent, boolean anywhere) {
    return new Work(
        member(startable, broker, onItsAgent),
        member(homeless, broker, anywhere),
        incomplete,
        begun,
        down,
        unreachable,
        requested,
        unseen,
        growing,
        gateWait,
        spared);
  }

  /** The same, with these brokers waiting for more on their agents. */
  public Work growing(TreePSet<Integer> those) {
    return new Work(
        startable,
        homeless,
        incomplete,
        begun,
        down,
        unreachable,
        requested,
        unseen,
        those,
        gateWait,
        spared);
  }

  /** The same, with a broker waiting at the gate; since the earlier time if it did already. */
  public Work waitingAtGate(int broker, Instant now) {
    Instant since = gateWait.filter(w -> w.broker() == broker).map(GateWait::since).orElse(now);
    return gate(Optional.of(new GateWait(broker, since)));
  }

  /** The same, with nobody waiting at the gate. */
  public Work noneAtGate() {
    return gateWait.isEmpty() ? this : gate(Optional.empty());
  }

  /** The same, with a broker seen by Kafka or not. */
  public Work unseen(int broker, boolean isUnseen) {
    return isUnseen == unseen.contains(broker)
        ? this
        : new Work(
            startable,
            homeless,
            incomplete,
            begun,
            down,
            unreachable,
            requested,
            member(unseen, broker, isUnseen),
            growing,
            gateWait,
            spared);
  }

  /** The same, with another broker spared, or none. */
  public Work spared(Optional<Spared> next) {
    return next.equals(spared)
        ? this
        : new Work(
            startable,
            homeless,
            incomplete,
            begun,
            down,
            unreachable,
            requested,
            unseen,
            growing,
            gateWait,
            next);
  }

  private Work gate(Optional<GateWait> wait) {
    return new Work(
        startable,
        homeless,
        incomplete,
        begun,
        down,
        unreachable,
        requested,
        unseen,
        growing,
        wait,
        spared);
  }

  /** The same, with what the records say of a broker. */
  public Work recorded(
      int broker,
      boolean isIncomplete,
      boolean isBegun,
      boolean isDown,
      boolean isUnreachable,
      boolean isRequested,
      boolean isUnseen) {
    return new Work(
        startable,
        homeless,
        member(incomplete, broker, isIncomplete),
        member(begun, broker, isIncomplete && isBegun),
        member(down, broker, isDown),
        member(unreachable, broker, isUnreachable),
        member(requested, broker, isRequested),
        member(unseen, broker, isUnseen),
        growing,
        gateWait,
        spared);
  }

  private static TreePSet<Integer> member(TreePSet<Integer> set, int broker, boolean in) {
    return in ? set.plus(broker) : set.minus(broker);
  }
}
