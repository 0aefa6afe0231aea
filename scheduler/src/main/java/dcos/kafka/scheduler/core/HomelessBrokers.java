package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.offer.Fit;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.offer.OfferedResources;
import dcos.kafka.scheduler.offer.Places;
import dcos.kafka.scheduler.offer.Requirement;
import dcos.kafka.scheduler.placement.Place;
import dcos.kafka.scheduler.placement.PlacementRules;
import dcos.kafka.scheduler.state.StoredConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Offer;

/**
 * Finds places for brokers that have none. All need the same, so an offer that doesn't do for one
 * does for none, and costs the same however many wait.
 */
final class HomelessBrokers {

  private final Frame frame;
  private final Launches launches;
  private final Map<String, PlacementRules> rules = new HashMap<>();

  /** Where the others live; empty until the first rule asks. */
  private Optional<List<Place>> homes = Optional.empty();

  HomelessBrokers(Frame frame, Launches launches) {
    this.frame = frame;
    this.launches = launches;
  }

  /**
   * Gives each broker without a place the agent with the fewest brokers so far, so that the loss of
   * an agent costs as few as possible. All need the same, so an offer that doesn't do for one is
   * put aside.
   */
  void place(List<Draft> drafts) {
    if (frame.work().homeless().isEmpty()) {
      return;
    }
    PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.FEWEST_BROKERS_FIRST);
    for (int i = 0; i < drafts.size(); i++) {
      candidates.add(new Candidate(i, brokersOn(drafts.get(i).offer)));
    }
    for (int id : frame.work().homeless()) {
      Broker broker = frame.broker(id);
      StoredConfiguration configuration = launches.configurationFor(broker);
      Requirement need = Requirement.of(configuration.configuration());
      boolean placed = false;
      while (!placed && !candidates.isEmpty()) {
        Candidate candidate = candidates.remove();
        Draft draft = drafts.get(candidate.index());
        List<Misfit> misplaced = misplaced(configuration.configuration().service(), draft.offer);
        OfferedResources free = draft.rest.withoutPorts(portsOfNeighbours(draft.offer));
        Fit fit = launches.evaluator().anew(id, need, draft.offer, free, misplaced);
        if (fit instanceof Fit.Fits fits) {
          start(draft, broker, configuration, fits);
          candidates.add(new Candidate(candidate.index(), candidate.brokers() + 1));
          placed = true;
        } else if (fit instanceof Fit.Unfit unfit) {
          launches.remember(draft.offer, OptionalInt.empty(), unfit.reasons());
        }
      }
      if (!placed) {
        placeBesideOldVolume(drafts, broker, configuration, need);
      }
    }
  }

  /** A broker that is being replaced, and has only its old agent to go to. */
  private void placeBesideOldVolume(
      List<Draft> drafts, Broker broker, StoredConfiguration configuration, Requirement need) {
    Optional<Reservation> old = broker.retiringId().flatMap(frame.ledger()::find);
    if (old.isEmpty()) {
      return;
    }
    for (Draft draft : drafts) {
      if (!draft.offer.getAgentId().getValue().equals(old.get().agentId())
          || Places.maintained(draft.offer, frame.now()).isPresent()) {
        continue;
      }
      Fit fit = launches.evaluator().besideOldVolume(old.get(), need, draft.offer, draft.rest);
      if (fit instanceof Fit.Fits fits) {
        frame.put(old.get().with(List.of(old.get().part(Part.DISK).orElseThrow())));
        start(draft, broker, configuration, fits);
        return;
      } else if (fit instanceof Fit.Unfit unfit) {
        launches.remember(draft.offer, OptionalInt.of(broker.id()), unfit.reasons());
      }
    }
  }

  /** It counts for the places of those after it. */
  private void start(Draft draft, Broker broker, StoredConfiguration configuration, Fit.Fits fits) {
    launches.start(draft, broker, configuration, fits);
    homes.ifPresent(all -> all.add(fits.reservation().place()));
  }

  /** An offer by its index, and how many brokers live on its agent. */
  private record Candidate(int index, long brokers) {
    private static final Comparator<Candidate> FEWEST_BROKERS_FIRST =
        Comparator.comparingLong(Candidate::brokers).thenComparingInt(Candidate::index);
  }

  private long brokersOn(Offer offer) {
    return frame.ledger().onAgent(offer.getAgentId().getValue()).stream()
        .flatMap(id -> frame.ledger().find(id).stream())
        .filter(launches::isHome)
        .count();
  }

  /**
   * Ports of our brokers on other agents of the same machine: these share its address, and nothing
   * keeps them from offering the same ports. Only where one lives: what is left of others may be on
   * an agent that is gone for good, since this is what its machine goes by now.
   */
  private Set<Integer> portsOfNeighbours(Offer offer) {
    return frame.ledger().onHost(offer.getHostname()).stream()
        .filter(launches::isHome)
        .filter(reservation -> !reservation.agentId().equals(offer.getAgentId().getValue()))
        .flatMap(reservation -> reservation.part(Part.PORT).stream())
        .map(port -> (int) port.amount())
        .collect(Collectors.toSet());
  }

  /** What the placement says against a new broker on an offer's agent. */
  private List<Misfit> misplaced(ServiceConfiguration service, Offer offer) {
    List<Misfit> misfits = new ArrayList<>();
    Places.maintained(offer, frame.now()).ifPresent(misfits::add);
    if (service.placementStrategy() == PlacementStrategy.NODE) {
      frame.ledger().onAgent(offer.getAgentId().getValue()).stream()
          .flatMap(id -> frame.ledger().find(id).stream())
          .filter(launches::isHome)
          .findFirst()
          .map(
              reservation ->
                  new Misfit.Misplaced(
                      "placement NODE allows one broker on an agent, and broker-%d lives here"
                          .formatted(reservation.brokerId())))
          .ifPresent(misfits::add);
    }
    if (!service.placementConstraint().isBlank()) {
      rules
          .computeIfAbsent(service.placementConstraint(), PlacementRules::parse)
          .objections(Places.of(offer), homes())
          .forEach(objection -> misfits.add(new Misfit.Misplaced(objection.text())));
    }
    return misfits;
  }

  private List<Place> homes() {
    if (homes.isEmpty()) {
      homes =
          Optional.of(
              frame.ledger().reservations().stream()
                  .filter(launches::isHome)
                  .map(Reservation::place)
                  .collect(Collectors.toCollection(ArrayList::new)));
    }
    return homes.get();
  }
}
