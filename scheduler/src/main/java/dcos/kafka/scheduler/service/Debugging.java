package dcos.kafka.scheduler.service;

import dcos.kafka.api.debug.DebugService;
import dcos.kafka.api.debug.GateView;
import dcos.kafka.api.debug.OffersView;
import dcos.kafka.api.debug.ReservationView;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.offer.Requirement;
import dcos.kafka.scheduler.plan.Explanation;
import dcos.kafka.scheduler.plan.Gate;
import dcos.kafka.scheduler.plan.Strategy;
import dcos.kafka.scheduler.state.OfferOutcome;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The service explains itself. */
public final class Debugging implements DebugService {

  private final Supplier<State> state;
  private final Commander commander;

  /** Reads from {@code state}; commands go to {@code commander}. */
  public Debugging(Supplier<State> state, Commander commander) {
    this.state = state;
    this.commander = commander;
  }

  @Override
  public CompletionStage<Outcome<String>> release(String id) {
    return commander
        .command(new Command.ReleaseStray(id))
        .thenApply(outcome -> outcome.map(none -> id));
  }

  @Override
  public OffersView offers() {
    State now = state.get();
    TreeSet<Integer> waiting = new TreeSet<>(now.work().startable());
    waiting.addAll(now.work().homeless());
    waiting.addAll(now.work().growing());
    return new OffersView(
        now.session().suppressed(),
        waiting.stream().map(id -> step(now, now.broker(id).orElseThrow())).toList());
  }

  private static OffersView.WaitingStep step(State state, Broker broker) {
    Optional<Reservation> home = broker.reservationId().flatMap(state.ledger()::find);
    List<OffersView.OfferOutcome> outcomes = new ArrayList<>();
    for (int i = state.outcomes().size() - 1; i >= 0; i--) {
      OfferOutcome outcome = state.outcomes().get(i);
      if (Explanation.concerns(state, outcome, broker)) {
        outcome.reasons().forEach(reason -> outcomes.add(view(outcome, reason)));
      } else if (home.isPresent() && !home.get().agentId().equals(outcome.agentId())) {
        outcomes.add(view(outcome, new Misfit.LivesElsewhere(home.get().hostname())));
      }
    }
    Instant since =
        broker
            .task()
            .map(BrokerTask::since)
            .or(() -> state.rollout().map(Rollout::since))
            .orElse(Instant.EPOCH);
    String needs = Requirement.of(state.targetConfiguration()).sentence();
    return new OffersView.WaitingStep(
        state.names().taskName(broker.id()),
        since,
        home.map(r -> needs(state, broker, r)).orElse(needs),
        outcomes);
  }

  private static String needs(State state, Broker broker, Reservation home) {
    return state.work().growing().contains(broker.id())
        ? "more cpus or memory on %s, beside what it has there".formatted(home.hostname())
        : "what is reserved for it on " + home.hostname();
  }

  private static OffersView.OfferOutcome view(OfferOutcome outcome, Misfit reason) {
    return new OffersView.OfferOutcome(
        outcome.offerId(),
        outcome.agentId(),
        outcome.hostname(),
        outcome.at(),
        reason.code(),
        reason.sentence());
  }

  @Override
  public GateView gate() {
    State now = state.get();
    boolean enabled =
        now.target().isPresent()
            && now.targetConfiguration().service().rolloutGate() == RolloutGate.ON;
    Optional<Work.GateWait> wait = now.work().gateWait();
    if (!enabled || wait.isEmpty()) {
      return new GateView(enabled, true, Optional.empty(), Optional.empty(), List.of());
    }
    Broker broker = now.broker(wait.get().broker()).orElseThrow();
    Gate.Verdict verdict =
        Gate.check(now, broker, broker.request().isPresent() || Strategy.isSerial(now));
    return new GateView(
        true,
        verdict.isOpen(),
        Optional.of(broker.id()),
        Optional.of(wait.get().since()),
        verdict.reasons().stream()
            .map(
                reason ->
                    new GateView.GateReason(
                        reason.code(), reason.blocking(), reason.partitions(), reason.sentence()))
            .toList());
  }

  @Override
  public List<ReservationView> reservations() {
    State now = state.get();
    List<ReservationView> rows = new ArrayList<>();
    now.ledger().reservations().stream()
        .sorted(Comparator.comparingInt(Reservation::brokerId).thenComparing(Reservation::id))
        .forEach(
            reservation -> reservation.resources().forEach(r -> rows.add(row(reservation, r))));
    now.ledger().strays().stream()
        .map(
            stray ->
                new ReservationView(
                    stray.resourceId(),
                    Optional.empty(),
                    stray.description(),
                    "stray",
                    stray.agentId(),
                    stray.hostname(),
                    Optional.empty(),
                    stray.firstSeen()))
        .forEach(rows::add);
    return rows;
  }

  private static ReservationView row(Reservation reservation, ReservedResource resource) {
    return new ReservationView(
        resource.id(),
        Optional.of(reservation.brokerId()),
        "%s:%s".formatted(resource.part().resourceName(), plain(resource.amount())),
        reservation.state().name().toLowerCase(Locale.ROOT),
        reservation.agentId(),
        reservation.hostname(),
        resource.volume().map(ReservedResource.Volume::id),
        reservation.since());
  }

  private static String plain(double amount) {
    return amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
  }
}
