package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.offer.BrokerLaunch;
import dcos.kafka.scheduler.offer.Fit;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.offer.OfferEvaluator;
import dcos.kafka.scheduler.offer.OfferedResources;
import dcos.kafka.scheduler.offer.Places;
import dcos.kafka.scheduler.offer.Requirement;
import dcos.kafka.scheduler.offer.Resources;
import dcos.kafka.scheduler.placement.Place;
import dcos.kafka.scheduler.placement.PlacementRules;
import dcos.kafka.scheduler.state.OfferOutcome;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Uses offers: each is compared with the ledger, then tried for the brokers that live on its agent,
 * then for those that need a place. What is used of an offer goes into one ACCEPT; the others are
 * declined at once, since a held offer keeps its resources from everybody else.
 *
 * <p>Brokers without a place all need the same, so the first that doesn't fit speaks for the rest,
 * and an offer costs the same however many wait.
 */
final class Offers {

  /** A launch of which nothing is heard for so long is asked after. */
  static final Duration LAUNCH_PATIENCE = Duration.ofSeconds(60);

  private final Frame frame;
  private final Resources resources;
  private final OfferEvaluator evaluator;
  private final BrokerLaunch launch;

  Offers(Frame frame, TargetConfiguration target) {
    this.frame = frame;
    this.resources =
        new Resources(
            target.service().name(),
            target.service().role(),
            target.service().principal(),
            frame.session().operationIds());
    this.evaluator = new OfferEvaluator(resources, frame.ids(), frame.now());
    this.launch =
        new BrokerLaunch(
            frame.before().names(), frame.before().frameworkId().orElseThrow(), resources);
  }

  /** Takes what serves and declines the rest. */
  static void handle(Frame frame, List<Offer> offers) {
    List<Offer> unused = offers;
    if (frame.before().target().isPresent()) {
      Offers taking = new Offers(frame, frame.before().targetConfiguration());
      unused = offers.stream().filter(offer -> !taking.take(offer)).toList();
    }
    if (!unused.isEmpty()) {
      Demand.decline(frame, unused);
    }
  }

  private boolean take(Offer offer) {
    List<Operation> operations = new ArrayList<>();
    OfferedResources offered =
        OfferedResources.of(offer, frame.before().targetConfiguration().service().name());
    offered = new Books(frame, resources).compare(offer, offered, operations);
    offered = startThoseAtHome(offer, offered, operations);
    placeTheHomeless(offer, offered, operations);
    if (operations.isEmpty()) {
      return false;
    }
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .addAllOperations(operations)
                    .setFilters(Demand.filters(frame))));
    return true;
  }

  private OfferedResources startThoseAtHome(
      Offer offer, OfferedResources offered, List<Operation> operations) {
    OfferedResources rest = offered;
    for (String id : List.copyOf(frame.ledger().onAgent(offer.getAgentId().getValue()))) {
      Reservation reservation = frame.ledger().find(id).orElseThrow();
      Broker broker = frame.broker(reservation.brokerId());
      if (!isHome(reservation) || !frame.work().startable().contains(broker.id())) {
        continue;
      }
      StoredConfiguration configuration = configurationFor(broker);
      Fit fit = evaluator.inPlace(reservation, Requirement.of(configuration.configuration()), rest);
      if (fit instanceof Fit.Fits fits) {
        rest = start(offer, broker, configuration, fits, operations);
      } else if (fit instanceof Fit.Unfit unfit) {
        remember(offer, OptionalInt.of(broker.id()), unfit.reasons());
      }
    }
    return rest;
  }

  private void placeTheHomeless(Offer offer, OfferedResources offered, List<Operation> operations) {
    OfferedResources rest = offered;
    for (int id : frame.work().homeless()) {
      Broker broker = frame.broker(id);
      StoredConfiguration configuration = configurationFor(broker);
      Requirement need = Requirement.of(configuration.configuration());
      Fit fit = evaluator.anew(id, need, offer, rest, misplaced(broker, configuration, offer));
      if (fit instanceof Fit.Unfit unfit) {
        remember(offer, OptionalInt.empty(), unfit.reasons());
        return;
      }
      if (fit instanceof Fit.Fits fits) {
        rest = start(offer, broker, configuration, fits, operations);
      }
    }
  }

  private StoredConfiguration configurationFor(Broker broker) {
    return Steering.launchConfiguration(frame.state(), broker).orElseThrow();
  }

  /** What the placement says against a new broker on an offer's agent. */
  private List<Misfit> misplaced(Broker broker, StoredConfiguration configuration, Offer offer) {
    ServiceConfiguration service = configuration.configuration().service();
    List<Misfit> misfits = new ArrayList<>();
    if (service.placementStrategy() == PlacementStrategy.NODE) {
      frame.ledger().onAgent(offer.getAgentId().getValue()).stream()
          .flatMap(id -> frame.ledger().find(id).stream())
          .filter(reservation -> reservation.brokerId() != broker.id() && isHome(reservation))
          .findFirst()
          .map(
              reservation ->
                  new Misfit.Misplaced(
                      "placement NODE allows one broker on an agent, and broker-%d lives here"
                          .formatted(reservation.brokerId())))
          .ifPresent(misfits::add);
    }
    if (!service.placementConstraint().isBlank()) {
      List<Place> others =
          frame.ledger().reservations().stream()
              .filter(reservation -> reservation.brokerId() != broker.id() && isHome(reservation))
              .map(Reservation::place)
              .toList();
      PlacementRules.parse(service.placementConstraint())
          .objections(Places.of(offer), others)
          .forEach(objection -> misfits.add(new Misfit.Misplaced(objection.text())));
    }
    return misfits;
  }

  /** Whether a broker lives on it, rather than having lived there once. */
  private boolean isHome(Reservation reservation) {
    return frame
        .broker(reservation.brokerId())
        .reservationId()
        .equals(Optional.of(reservation.id()));
  }

  /** Records the launch, then puts it among the operations. */
  private OfferedResources start(
      Offer offer,
      Broker broker,
      StoredConfiguration stored,
      Fit.Fits fits,
      List<Operation> operations) {
    String taskId = TaskIds.of(broker.id(), frame.ids().uuid());
    BrokerLaunch.Address address =
        BrokerLaunch.Address.on(offer, stored.configuration().kafka().advertiseHostIp());
    Reservation reservation = fits.reservation();
    TaskInfo task = launch.task(taskId, reservation, stored.id(), stored.configuration(), address);
    operations.addAll(fits.preparations());
    operations.add(
        Operation.newBuilder()
            .setType(Operation.Type.LAUNCH)
            .setLaunch(Operation.Launch.newBuilder().addTaskInfos(task))
            .build());
    if (!frame.ledger().find(reservation.id()).equals(Optional.of(reservation))) {
      frame.put(reservation);
    }
    BrokerTask launched =
        new BrokerTask(
            taskId,
            reservation.agentId(),
            reservation.hostname(),
            address.advertised(),
            reservation.port(),
            stored.id(),
            frame.now(),
            TaskPhase.LAUNCHING,
            Optional.empty(),
            "",
            true,
            frame.now(),
            Optional.empty());
    Broker started = broker.on(reservation.id()).with(launched);
    boolean towardsTarget = stored.id().equals(frame.rollout().orElseThrow().configurationId());
    frame.put(towardsTarget ? started.begun(stored.id()) : started);
    Steering.settle(frame, broker.id());
    frame.timer(new Timers.Key(Timers.Kind.LAUNCH, broker.id()), frame.now().plus(LAUNCH_PATIENCE));
    frame.note(
        "BROKER_LAUNCHED",
        broker.id(),
        "Launching %s on %s, port %d, with configuration %s."
            .formatted(taskId, reservation.hostname(), reservation.port(), stored.id()));
    return fits.rest();
  }

  private void remember(Offer offer, OptionalInt broker, List<Misfit> reasons) {
    frame.remember(
        new OfferOutcome(
            offer.getId().getValue(),
            offer.getAgentId().getValue(),
            offer.getHostname(),
            frame.now(),
            broker,
            reasons));
  }
}
