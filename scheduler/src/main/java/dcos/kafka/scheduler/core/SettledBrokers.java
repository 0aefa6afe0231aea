package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.offer.Fit;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.offer.OfferEvaluator;
import dcos.kafka.scheduler.offer.Requirement;
import dcos.kafka.scheduler.state.StoredConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Uses an offer for the brokers that live on its agent. */
final class SettledBrokers {

  private final Frame frame;
  private final Launches launches;

  SettledBrokers(Frame frame, Launches launches) {
    this.frame = frame;
    this.launches = launches;
  }

  /** Starts those that wait, where the offer shows what is reserved for them. */
  void start(Draft draft) {
    for (String id : List.copyOf(frame.ledger().onAgent(draft.offer.getAgentId().getValue()))) {
      Reservation reservation = frame.ledger().find(id).orElseThrow();
      Broker broker = frame.broker(reservation.brokerId());
      if (!launches.isHome(reservation) || !frame.work().startable().contains(broker.id())) {
        continue;
      }
      Fit fit = startAtHome(draft, broker, reservation, launches.configurationFor(broker));
      if (fit instanceof Fit.Unfit unfit && !startsAsBefore(draft, broker, reservation, unfit)) {
        launches.remember(draft.offer, OptionalInt.of(broker.id()), unfit.reasons());
      }
    }
  }

  /**
   * Starts a broker on what is reserved for it, unless that doesn't do: then it says why. An
   * executor that isn't of use, and holds a part of that, is told to end.
   */
  private Fit startAtHome(
      Draft draft, Broker broker, Reservation home, StoredConfiguration configuration) {
    Requirement need = Requirement.of(configuration.configuration());
    Optional<BrokerTask.Executor> kept = Executors.kept(frame, draft.offer, broker);
    if (kept.isPresent()) {
      // What it holds isn't in the offer, and needn't be.
      Fit fit =
          launches
              .evaluator()
              .inPlace(home, need, draft.rest.with(launches.resources().of(home, true)));
      if (!(fit instanceof Fit.Fits fits)) {
        return fit;
      }
      if (launches.isSame(kept.get(), fits.reservation(), configuration.configuration())) {
        launches.start(draft, broker, configuration, fits, kept);
        return fits;
      }
    }
    Fit fit = launches.evaluator().inPlace(home, need, draft.rest);
    if (fit instanceof Fit.Fits fits) {
      launches.start(draft, broker, configuration, fits);
    } else {
      Executors.dismiss(frame, draft.offer, broker);
    }
    return fit;
  }

  /**
   * A broker that is down, and whose agent lacks what it is to have more, need not stay down: what
   * it had is still reserved. It starts as it was, and its step goes on waiting while it runs.
   */
  private boolean startsAsBefore(
      Draft draft, Broker broker, Reservation home, Fit.Unfit asItShouldBe) {
    if (asItShouldBe.reasons().stream().anyMatch(Misfit.NotYetFree.class::isInstance)) {
      return false;
    }
    return Steering.formerConfiguration(frame.state(), broker)
        .filter(former -> startAtHome(draft, broker, home, former) instanceof Fit.Fits)
        .isPresent();
  }

  /** Reserves what brokers are to have more, while they run. */
  void grow(Draft draft) {
    if (frame.work().growing().isEmpty()) {
      return;
    }
    List<Reservation> here =
        List.copyOf(frame.ledger().onAgent(draft.offer.getAgentId().getValue())).stream()
            .flatMap(id -> frame.ledger().find(id).stream())
            .toList();
    Requirement need = Requirement.of(frame.state().targetConfiguration());
    for (Reservation home : here) {
      int id = home.brokerId();
      boolean asked =
          here.stream().anyMatch(each -> each.brokerId() == id && each.isAwaitedGrowth());
      boolean grows = launches.isHome(home) && frame.work().growing().contains(id);
      if (!grows || asked || OfferEvaluator.isEnough(home, need)) {
        continue;
      }
      Fit fit = launches.evaluator().more(home, need, draft.offer, draft.rest);
      if (fit instanceof Fit.Fits fits) {
        frame.put(fits.reservation());
        draft.operations.addAll(fits.preparations());
        draft.rest = fits.rest();
        draft.grows = true;
        frame.note(
            "RESERVING_MORE",
            id,
            "Reserving more on %s before broker-%d is stopped.".formatted(home.hostname(), id));
      } else if (fit instanceof Fit.Unfit unfit) {
        launches.remember(draft.offer, OptionalInt.of(id), unfit.reasons());
      }
    }
  }
}
