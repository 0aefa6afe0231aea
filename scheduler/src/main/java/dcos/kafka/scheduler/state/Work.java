package dcos.kafka.scheduler.state;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.pcollections.TreePSet;

/**
 * Which brokers are in which situation, so that no event has to look at all of them. Kept up to
 * date by the core with each change of a broker; follows from the records alone.
 *
 * @param startable brokers that wait for an offer on the agent of their reservation
 * @param homeless brokers that wait for an offer anywhere
 * @param incomplete brokers whose step of the rollout isn't complete
 * @param begun of these, those whose step was begun
 * @param pending the others of these
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
    TreePSet<Integer> pending,
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

  /**
   * What the records say of a broker.
   *
   * @param incomplete whether its step of the rollout isn't complete
   * @param begun whether that was begun
   * @param down whether it was complete once and doesn't serve now
   * @param unreachable whether nobody knows if it is alive
   * @param requested whether an operator wants something of it
   * @param unseen whether it serves, and Kafka doesn't show it
   */
  public record Recorded(
      boolean incomplete,
      boolean begun,
      boolean down,
      boolean unreachable,
      boolean requested,
      boolean unseen) {}

  private static final TreePSet<Integer> NOBODY = TreePSet.empty();

  /** Nothing to do. */
  public static final Work NONE =
      new Work(
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          NOBODY,
          Optional.empty(),
          Optional.empty());

  /** A copy in the making: what isn't touched stays. */
  private static final class Copy {
    private TreePSet<Integer> startable;
    private TreePSet<Integer> homeless;
    private TreePSet<Integer> incomplete;
    private TreePSet<Integer> begun;
    private TreePSet<Integer> pending;
    private TreePSet<Integer> down;
    private TreePSet<Integer> unreachable;
    private TreePSet<Integer> requested;
    private TreePSet<Integer> unseen;
    private TreePSet<Integer> growing;
    private Optional<GateWait> gateWait;
    private Optional<Spared> spared;

    Copy(Work from) {
      startable = from.startable;
      homeless = from.homeless;
      incomplete = from.incomplete;
      begun = from.begun;
      pending = from.pending;
      down = from.down;
      unreachable = from.unreachable;
      requested = from.requested;
      unseen = from.unseen;
      growing = from.growing;
      gateWait = from.gateWait;
      spared = from.spared;
    }

    Work work() {
      return new Work(
          startable,
          homeless,
          incomplete,
          begun,
          pending,
          down,
          unreachable,
          requested,
          unseen,
          growing,
          gateWait,
          spared);
    }
  }

  private Work copy(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.work();
  }

  /** Whether any broker waits for an offer. */
  public boolean waitsForOffers() {
    return !startable.isEmpty() || !homeless.isEmpty() || !growing.isEmpty();
  }

  /** The same, with a broker waiting for an offer or not. */
  public Work waiting(int broker, boolean onItsAgent, boolean anywhere) {
    return copy(
        it -> {
          it.startable = member(startable, broker, onItsAgent);
          it.homeless = member(homeless, broker, anywhere);
        });
  }

  /** The same, with these brokers waiting for more on their agents. */
  public Work growing(TreePSet<Integer> those) {
    return copy(it -> it.growing = those);
  }

  /** The same, with a broker waiting at the gate; since the earlier time if it did already. */
  public Work waitingAtGate(int broker, Instant now) {
    return gateWait.filter(wait -> wait.broker() == broker).isPresent()
        ? this
        : copy(it -> it.gateWait = Optional.of(new GateWait(broker, now)));
  }

  /** The same, with nobody waiting at the gate. */
  public Work noneAtGate() {
    return gateWait.isEmpty() ? this : copy(it -> it.gateWait = Optional.empty());
  }

  /** The same, with a broker seen by Kafka or not. */
  public Work unseen(int broker, boolean isUnseen) {
    return isUnseen == unseen.contains(broker)
        ? this
        : copy(it -> it.unseen = member(unseen, broker, isUnseen));
  }

  /** The same, with another broker spared, or none. */
  public Work spared(Optional<Spared> next) {
    return next.equals(spared) ? this : copy(it -> it.spared = next);
  }

  /** The same, with what the records say of a broker. */
  public Work recorded(int broker, Recorded said) {
    boolean begunNow = said.incomplete() && said.begun();
    return copy(
        it -> {
          it.incomplete = member(incomplete, broker, said.incomplete());
          it.begun = member(begun, broker, begunNow);
          it.pending = member(pending, broker, said.incomplete() && !begunNow);
          it.down = member(down, broker, said.down());
          it.unreachable = member(unreachable, broker, said.unreachable());
          it.requested = member(requested, broker, said.requested());
          it.unseen = member(unseen, broker, said.unseen());
        });
  }

  private static TreePSet<Integer> member(TreePSet<Integer> set, int broker, boolean in) {
    return in == set.contains(broker) ? set : in ? set.plus(broker) : set.minus(broker);
  }
}
