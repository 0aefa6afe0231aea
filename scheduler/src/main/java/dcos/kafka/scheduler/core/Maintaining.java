package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.plan.Gate;
import dcos.kafka.scheduler.state.Maintenance;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Answers inverse offers (docs/maintenance.md): whether an agent may go. It may when the gate would
 * let each of our brokers there be stopped, or when there is none. The answer is a hint for whoever
 * plans the maintenance; nothing is stopped for it, since a broker's data lives on its agent and is
 * there again afterwards. Mesos asks again when the filter is over, so a later answer may differ.
 */
final class Maintaining {

  private static final Duration ASK_AGAIN_AFTER_NO = Duration.ofMinutes(1);
  private static final Duration ASK_AGAIN_AFTER_YES = Duration.ofMinutes(5);

  /** What Mesos hasn't asked about for so long isn't planned any more; nobody says so. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

  private static final Timers.Key TIMER = Timers.Key.of(Timers.Kind.MAINTENANCE);

  private Maintaining() {}

  static void asked(Frame frame, List<InverseOffer> offers) {
    for (InverseOffer offer : offers) {
      String objection = objection(frame.state(), offer);
      answer(frame, offer.getId(), objection.isEmpty());
      if (offer.hasAgentId()) {
        remember(frame, offer, objection);
      }
    }
  }

  private static void remember(Frame frame, InverseOffer offer, String objection) {
    String agent = offer.getAgentId().getValue();
    Unavailability when = offer.getUnavailability();
    Maintenance planned =
        new Maintenance(
            offer.getId().getValue(),
            instant(when.getStart().getNanoseconds()),
            when.hasDuration()
                ? Optional.of(Duration.ofNanos(when.getDuration().getNanoseconds()))
                : Optional.empty(),
            objection,
            frame.now());
    Optional<Maintenance> before = frame.session().maintenance(agent);
    boolean told =
        before
            .filter(known -> known.accepted() == planned.accepted())
            .filter(known -> known.start().equals(planned.start()))
            .isPresent();
    if (!told) {
      frame.note(
          planned.accepted() ? "MAINTENANCE_ACCEPTED" : "MAINTENANCE_DECLINED",
          "Agent " + agent + ": " + planned.sentence());
    }
    frame.set(frame.session().maintained(agent, planned));
    frame.timer(TIMER, frame.now().plus(FORGOTTEN_AFTER));
  }

  private static Instant instant(long nanoseconds) {
    return Instant.EPOCH.plusNanos(nanoseconds);
  }

  private static void answer(Frame frame, OfferID id, boolean accepted) {
    Duration pause = accepted ? ASK_AGAIN_AFTER_YES : ASK_AGAIN_AFTER_NO;
    Filters filters = Filters.newBuilder().setRefuseSeconds(pause.toSeconds()).build();
    frame.send(
        accepted
            ? Call.newBuilder()
                .setType(Call.Type.ACCEPT_INVERSE_OFFERS)
                .setAcceptInverseOffers(
                    Call.AcceptInverseOffers.newBuilder()
                        .addInverseOfferIds(id)
                        .setFilters(filters))
            : Call.newBuilder()
                .setType(Call.Type.DECLINE_INVERSE_OFFERS)
                .setDeclineInverseOffers(
                    Call.DeclineInverseOffers.newBuilder()
                        .addInverseOfferIds(id)
                        .setFilters(filters)));
  }

  /** What stands against taking an agent away; empty when nothing does. */
  private static String objection(State state, InverseOffer offer) {
    if (state.target().isEmpty()) {
      return "";
    }
    if (!offer.hasAgentId()) {
      return "the inverse offer names no agent";
    }
    List<Broker> there =
        state.ledger().onAgent(offer.getAgentId().getValue()).stream()
            .sorted()
            .flatMap(id -> state.ledger().find(id).stream())
            .map(Reservation::brokerId)
            .distinct()
            .flatMap(id -> state.broker(id).stream())
            .filter(Broker::mayBeAlive)
            .filter(broker -> livesOn(broker, offer.getAgentId().getValue()))
            .toList();
    for (Broker broker : there) {
      Gate.Verdict verdict = Gate.check(state, broker, true);
      if (!verdict.isOpen()) {
        return "broker-" + broker.id() + " can't be stopped: " + verdict.sentence();
      }
    }
    long withData = there.stream().filter(broker -> hasReplicas(state, broker)).count();
    return withData > 1
        ? withData
            + " brokers with data live on it, and what depends on them together isn't known;"
            + " stop them one after the other"
        : "";
  }

  private static boolean livesOn(Broker broker, String agent) {
    return broker.task().orElseThrow().agentId().equals(agent);
  }

  private static boolean hasReplicas(State state, Broker broker) {
    return !(state.kafka().replication() instanceof Replication.Known known)
        || known.of(broker.id()).replicas() > 0;
  }

  /** What was planned isn't any more. */
  static void rescinded(Frame frame, String offerId) {
    for (Map.Entry<String, Maintenance> entry : frame.session().maintenance().entrySet()) {
      if (entry.getValue().offerId().equals(offerId)) {
        over(frame, entry.getKey());
      }
    }
  }

  /** Forgets what Mesos has stopped asking about. */
  static void forget(Frame frame) {
    Instant old = frame.now().minus(FORGOTTEN_AFTER);
    for (Map.Entry<String, Maintenance> entry : frame.session().maintenance().entrySet()) {
      if (!entry.getValue().asked().isAfter(old)) {
        over(frame, entry.getKey());
      }
    }
    frame.session().maintenance().values().stream()
        .map(Maintenance::asked)
        .min(Instant::compareTo)
        .ifPresent(asked -> frame.timer(TIMER, asked.plus(FORGOTTEN_AFTER)));
  }

  private static void over(Frame frame, String agent) {
    frame.set(frame.session().unmaintained(agent));
    frame.note("MAINTENANCE_OVER", "Agent " + agent + ": Mesos asks no longer for it.");
  }
}
