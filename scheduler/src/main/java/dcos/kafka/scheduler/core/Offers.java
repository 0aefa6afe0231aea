package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.offer.BrokerExecutor;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Uses offers: each is compared with the ledger, then tried for the brokers that live on its agent,
 * then for those that need a place. What is used of an offer goes into one ACCEPT; the others are
 * declined at once, since a held offer keeps its resources from everybody else.
 *
 * <p>Brokers without a place all need the same, so an offer that doesn't do for one does for none,
 * and costs the same however many wait.
 */
final class Offers {

  /**
   * What was reserved has to be seen, and Mesos may take it for a part of what is left of an offer.
   */
  private static final Filters AT_ONCE = Filters.newBuilder().setRefuseSeconds(1).build();

  private final Frame frame;
  private final Resources resources;
  private final OfferEvaluator evaluator;
  private final BrokerExecutor executor;
  private final BrokerLaunch launch;

  Offers(Frame frame) {
    this.frame = frame;
    this.resources = resources(frame);
    this.evaluator = new OfferEvaluator(resources, frame.ids(), frame.now());
    ServiceNames names = frame.before().names();
    this.executor =
        new BrokerExecutor(names, frame.before().frameworkId().orElseThrow(), resources);
    this.launch = new BrokerLaunch(names, resources);
  }

  /** How resources are written; with the names that go without saying while there is no target. */
  static Resources resources(Frame frame) {
    ServiceNames names = frame.before().names();
    Optional<ServiceConfiguration> service =
        frame.before().target().map(target -> target.configuration().service());
    return new Resources(
        frame.before().serviceName(),
        service.map(ServiceConfiguration::role).orElseGet(names::role),
        service.map(ServiceConfiguration::principal).orElseGet(names::defaultPrincipal),
        frame.session().operationIds());
  }

  /** Takes what serves and declines the rest. */
  static void handle(Frame frame, List<Offer> offers) {
    List<Offer> unused = offers;
    if (frame.uninstall().isPresent()) {
      unused = Uninstalling.release(frame, offers);
    } else if (frame.before().target().isPresent()) {
      unused = new Offers(frame).take(offers);
    }
    if (!unused.isEmpty()) {
      Demand.decline(frame, unused);
    }
  }

  /** Returns the offers that nothing was taken of. */
  private List<Offer> take(List<Offer> offers) {
    String service = frame.before().serviceName();
    Books books = new Books(frame, resources);
    List<Draft> drafts = new ArrayList<>();
    for (Offer offer : offers) {
      Draft draft = new Draft(offer, OfferedResources.of(offer, service));
      draft.rest = books.compare(offer, draft.rest, draft.operations);
      startThoseAtHome(draft);
      growThoseAtHome(draft);
      Executors.dismissIdle(frame, offer);
      drafts.add(draft);
    }
    placeTheHomeless(drafts);
    drafts.stream()
        .filter(draft -> !draft.operations.isEmpty())
        .forEach(
            draft ->
                accept(
                    frame,
                    draft.offer,
                    draft.operations,
                    draft.grows ? AT_ONCE : Demand.filters(frame)));
    return drafts.stream()
        .filter(draft -> draft.operations.isEmpty())
        .map(draft -> draft.offer)
        .toList();
  }

  /** What becomes of an offer: what is left of it, and what is done with the rest. */
  private static final class Draft {
    private final Offer offer;
    private final List<Operation> operations = new ArrayList<>();
    private OfferedResources rest;
    private boolean grows;

    Draft(Offer offer, OfferedResources rest) {
      this.offer = offer;
      this.rest = rest;
    }
  }

  /** Has operations done with an offer; the rest of it isn't needed for a while. */
  static void accept(Frame frame, Offer offer, List<Operation> operations) {
    accept(frame, offer, operations, Demand.filters(frame));
  }

  private static void accept(
      Frame frame, Offer offer, List<Operation> operations, Filters filters) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .addAllOperations(operations)
                    .setFilters(filters)));
  }

  private void startThoseAtHome(Draft draft) {
    for (String id : List.copyOf(frame.ledger().onAgent(draft.offer.getAgentId().getValue()))) {
      Reservation reservation = frame.ledger().find(id).orElseThrow();
      Broker broker = frame.broker(reservation.brokerId());
      if (!isHome(reservation) || !frame.work().startable().contains(broker.id())) {
        continue;
      }
      Fit fit = startAtHome(draft, broker, reservation, configurationFor(broker));
      if (fit instanceof Fit.Unfit unfit && !startsAsBefore(draft, broker, reservation, unfit)) {
        Executors.dismiss(frame, draft.offer, broker);
        remember(draft.offer, OptionalInt.of(broker.id()), unfit.reasons());
      }
    }
  }

  /** Starts a broker on what is reserved for it, unless that doesn't do: then it says why. */
  private Fit startAtHome(
      Draft draft, Broker broker, Reservation home, StoredConfiguration configuration) {
    Requirement need = Requirement.of(configuration.configuration());
    Optional<BrokerTask.Executor> kept = Executors.kept(draft.offer, broker);
    if (kept.isPresent()) {
      // What it holds isn't in the offer, and needn't be.
      Fit fit = evaluator.inPlace(home, need, draft.rest.with(resources.of(home, true)));
      if (!(fit instanceof Fit.Fits fits)) {
        return fit;
      }
      ExecutorInfo info =
          executor.info(kept.get().id(), fits.reservation(), configuration.configuration());
      if (kept.get().digest().equals(BrokerExecutor.digest(info))) {
        start(draft, broker, configuration, fits, kept);
        return fits;
      }
    }
    Fit fit = evaluator.inPlace(home, need, draft.rest);
    if (fit instanceof Fit.Fits fits) {
      start(draft, broker, configuration, fits);
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
  private void growThoseAtHome(Draft draft) {
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
      boolean grows = isHome(home) && frame.work().growing().contains(id);
      if (!grows || asked || OfferEvaluator.isEnough(home, need)) {
        continue;
      }
      Fit fit = evaluator.more(home, need, draft.offer, draft.rest);
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
        remember(draft.offer, OptionalInt.of(id), unfit.reasons());
      }
    }
  }

  /**
   * Gives each broker without a place the agent with the fewest brokers so far, so that the loss of
   * an agent costs as few as possible. All need the same, so an offer that doesn't do for one is
   * put aside.
   */
  private void placeTheHomeless(List<Draft> drafts) {
    if (frame.work().homeless().isEmpty()) {
      return;
    }
    PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.FEWEST_BROKERS_FIRST);
    for (int i = 0; i < drafts.size(); i++) {
      candidates.add(new Candidate(i, brokersOn(drafts.get(i).offer)));
    }
    for (int id : frame.work().homeless()) {
      Broker broker = frame.broker(id);
      StoredConfiguration configuration = configurationFor(broker);
      Requirement need = Requirement.of(configuration.configuration());
      boolean placed = false;
      while (!placed && !candidates.isEmpty()) {
        Candidate candidate = candidates.remove();
        Draft draft = drafts.get(candidate.index());
        List<Misfit> misplaced = misplaced(broker, configuration, draft.offer);
        OfferedResources free = draft.rest.withoutPorts(portsOfNeighbours(draft.offer));
        Fit fit = evaluator.anew(id, need, draft.offer, free, misplaced);
        if (fit instanceof Fit.Fits fits) {
          start(draft, broker, configuration, fits);
          candidates.add(new Candidate(candidate.index(), candidate.brokers() + 1));
          placed = true;
        } else if (fit instanceof Fit.Unfit unfit) {
          remember(draft.offer, OptionalInt.empty(), unfit.reasons());
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
      Fit fit = evaluator.besideOldVolume(old.get(), need, draft.offer, draft.rest);
      if (fit instanceof Fit.Fits fits) {
        frame.put(old.get().with(List.of(old.get().part(Part.DISK).orElseThrow())));
        start(draft, broker, configuration, fits);
        return;
      } else if (fit instanceof Fit.Unfit unfit) {
        remember(draft.offer, OptionalInt.of(broker.id()), unfit.reasons());
      }
    }
  }

  /** An offer by its index, and how many brokers live on its agent. */
  private record Candidate(int index, long brokers) {
    private static final Comparator<Candidate> FEWEST_BROKERS_FIRST =
        Comparator.comparingLong(Candidate::brokers).thenComparingInt(Candidate::index);
  }

  private long brokersOn(Offer offer) {
    return frame.ledger().onAgent(offer.getAgentId().getValue()).stream()
        .flatMap(id -> frame.ledger().find(id).stream())
        .filter(this::isHome)
        .count();
  }

  /**
   * Ports of our brokers on other agents of the same machine: these share its address, and nothing
   * keeps them from offering the same ports. Only where one lives: what is left of others may be on
   * an agent that is gone for good, since this is what its machine goes by now.
   */
  private Set<Integer> portsOfNeighbours(Offer offer) {
    return frame.ledger().onHost(offer.getHostname()).stream()
        .filter(this::isHome)
        .filter(reservation -> !reservation.agentId().equals(offer.getAgentId().getValue()))
        .flatMap(reservation -> reservation.part(Part.PORT).stream())
        .map(port -> (int) port.amount())
        .collect(Collectors.toSet());
  }

  private StoredConfiguration configurationFor(Broker broker) {
    return Steering.launchConfiguration(frame.state(), broker).orElseThrow();
  }

  /** What the placement says against a new broker on an offer's agent. */
  private List<Misfit> misplaced(Broker broker, StoredConfiguration configuration, Offer offer) {
    ServiceConfiguration service = configuration.configuration().service();
    List<Misfit> misfits = new ArrayList<>();
    Places.maintained(offer, frame.now()).ifPresent(misfits::add);
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

  private void start(Draft draft, Broker broker, StoredConfiguration stored, Fit.Fits fits) {
    start(draft, broker, stored, fits, Optional.empty());
  }

  /**
   * Records the launch, then puts it among the operations.
   *
   * @param kept the executor that has stayed for it; empty for a new one
   */
  private void start(
      Draft draft,
      Broker broker,
      StoredConfiguration stored,
      Fit.Fits fits,
      Optional<BrokerTask.Executor> kept) {
    String taskId = TaskIds.of(broker.id(), frame.ids().uuid());
    TargetConfiguration configuration = stored.configuration();
    BrokerLaunch.Address address =
        BrokerLaunch.Address.on(draft.offer, configuration.kafka().advertiseHostIp());
    Reservation reservation = fits.reservation();
    String executorId = kept.map(BrokerTask.Executor::id).orElse(taskId);
    ExecutorInfo info = executor.info(executorId, reservation, configuration);
    TaskInfo task = launch.task(taskId, info, reservation, stored.id(), configuration, address);
    draft.operations.addAll(fits.preparations());
    draft.operations.add(
        Operation.newBuilder()
            .setType(Operation.Type.LAUNCH)
            .setLaunch(Operation.Launch.newBuilder().addTaskInfos(task))
            .build());
    if (!frame.ledger().find(reservation.id()).equals(Optional.of(reservation))) {
      frame.put(reservation);
    }
    BrokerTask launched =
        BrokerTask.launching(
            taskId,
            reservation.agentId(),
            reservation.hostname(),
            address.advertised(),
            reservation.port(),
            stored.id(),
            frame.state().kafka().registration(broker.id()),
            new BrokerTask.Executor(executorId, BrokerExecutor.digest(info)),
            frame.now());
    frame.put(broker.on(reservation.id()).with(launched).begun(stored.id()));
    Steering.settle(frame, broker.id());
    Reconciliation.watch(frame, frame.broker(broker.id()));
    frame.note(
        "BROKER_LAUNCHED",
        broker.id(),
        "Launching "
            + taskId
            + " on "
            + reservation.hostname()
            + ", port "
            + reservation.port()
            + ", with configuration "
            + stored.id()
            + kept.map(executor -> ", by executor " + executor.id() + ", which had stayed")
                .orElse("")
            + "; took offer "
            + draft.offer.getId().getValue()
            + ".");
    draft.rest = fits.rest();
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
