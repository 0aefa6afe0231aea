package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.ledger.Ledger;
import dcos.kafka.scheduler.state.Timers;
import dcos.kafka.scheduler.state.Uninstall;
import dcos.kafka.scheduler.state.Work;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.pcollections.TreePSet;

/**
 * Tells Mesos whether offers are wanted. They are while something waits for one: a broker to be
 * launched, a reservation to be released, or the news that an unreachable agent is back under
 * another id. Otherwise the framework is suppressed, so that others are not kept waiting for
 * answers.
 *
 * <p>REVIVE clears the filters of earlier declines, so it goes out whenever new work turns up, and
 * again when none came of it for a while: it may be lost (docs/scheduler-http-api.md).
 */
final class Demand {

  /** While nothing waits, an offer is declined for as long as a framework may be away. */
  private static final Duration IDLE_REFUSAL = Duration.ofDays(14);

  /** While something waits, what doesn't serve may soon do; a grown offer comes at once anyway. */
  private static final Duration BUSY_REFUSAL = Duration.ofMinutes(2);

  /**
   * For so long, offers are asked for just to release something. Then the agent is taken for lost,
   * and others are not to get their offers late because of it.
   */
  private static final Duration RELEASE_HOPE = Duration.ofMinutes(15);

  private static final Duration REVIVE_REPEAT = Duration.ofMinutes(2);
  private static final Timers.Key RELEASE = Timers.Key.of(Timers.Kind.RELEASE);
  private static final Timers.Key STRAY = Timers.Key.of(Timers.Kind.STRAY);
  private static final Timers.Key REVIVE = Timers.Key.of(Timers.Kind.REVIVE);

  private Demand() {}

  private static boolean wanted(Frame frame) {
    Optional<Uninstall> uninstall = frame.uninstall();
    if (uninstall.isPresent()) {
      return uninstall.get().stage() == Uninstall.Stage.RELEASING && !uninstall.get().interrupted();
    }
    return frame.work().waitsForOffers()
        || !frame.work().unreachable().isEmpty()
        || releases(frame.timers(), frame.ledger())
        || Strays.anyReleasable(frame, frame.now().minus(RELEASE_HOPE));
  }

  private static boolean releases(Timers timers, Ledger ledger) {
    return timers.isSet(RELEASE) && ledger.hasToRelease();
  }

  /**
   * For a while, offers may show what is to be released: because that was just decided, or because
   * a connection begins, as it does when agents have been away.
   */
  static void hopeToRelease(Frame frame) {
    frame.timer(RELEASE, frame.now().plus(RELEASE_HOPE));
  }

  /** Declines offers at once, for longer when nothing waits. */
  static void decline(Frame frame, List<Offer> offers) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(
                Call.Decline.newBuilder()
                    .addAllOfferIds(offers.stream().map(Offer::getId).toList())
                    .setFilters(filters(frame))));
  }

  /** How long what is left of an offer need not be offered again. */
  static Filters filters(Frame frame) {
    Duration refusal = wanted(frame) ? BUSY_REFUSAL : IDLE_REFUSAL;
    return Filters.newBuilder().setRefuseSeconds(refusal.toSeconds()).build();
  }

  /** At the end of a frame: says what changed. */
  static void settle(Frame frame, boolean subscribed) {
    awaitStrays(frame);
    boolean wanted = wanted(frame);
    boolean more =
        wanted
            && (hasMore(frame)
                || frame.before().uninstall().isPresent() != frame.uninstall().isPresent()
                || (releases(frame.timers(), frame.ledger())
                    && !releases(frame.before().timers(), frame.before().ledger())));
    if (frame.session().suppressed() == wanted) {
      frame.set(frame.session().suppressing(!wanted));
      frame.effect(new Effect.Suppressed(!wanted));
      tell(frame, wanted);
    } else if (subscribed || more) {
      tell(frame, wanted);
    }
  }

  /** Says when the next stray may be released. */
  private static void awaitStrays(Frame frame) {
    if (!frame.ledger().strays().isEmpty()) {
      Strays.nextReleasable(frame).ifPresent(at -> frame.timer(STRAY, at));
    }
  }

  /** Whether a broker waits for offers that didn't before. */
  private static boolean hasMore(Frame frame) {
    Work before = frame.before().work();
    Work after = frame.work();
    return gained(before.growing(), after.growing(), after.growing())
        || gained(before.startable(), after.startable(), frame.touched())
        || gained(before.homeless(), after.homeless(), frame.touched())
        || gained(before.unreachable(), after.unreachable(), frame.touched());
  }

  private static boolean gained(
      TreePSet<Integer> before, TreePSet<Integer> after, Collection<Integer> among) {
    return before != after
        && among.stream().anyMatch(id -> after.contains(id) && !before.contains(id));
  }

  /** Offers are still wanted, and none were seen for a while. */
  static void repeat(Frame frame) {
    if (wanted(frame)) {
      tell(frame, true);
    }
  }

  private static void tell(Frame frame, boolean wanted) {
    frame.send(Call.newBuilder().setType(wanted ? Call.Type.REVIVE : Call.Type.SUPPRESS));
    if (wanted && frame.session().connection().isPresent()) {
      frame.timer(REVIVE, frame.now().plus(REVIVE_REPEAT));
    } else {
      frame.cancel(REVIVE);
    }
  }
}
