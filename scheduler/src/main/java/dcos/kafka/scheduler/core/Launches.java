package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.offer.BrokerExecutor;
import dcos.kafka.scheduler.offer.BrokerLaunch;
import dcos.kafka.scheduler.offer.Fit;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.offer.OfferEvaluator;
import dcos.kafka.scheduler.offer.Resources;
import dcos.kafka.scheduler.state.OfferOutcome;
import dcos.kafka.scheduler.state.StoredConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Launches brokers with offers, and remembers why one did not do. */
final class Launches {

  private final Frame frame;
  private final Resources resources;
  private final OfferEvaluator evaluator;
  private final BrokerExecutor executor;
  private final BrokerLaunch launch;

  Launches(Frame frame, Resources resources) {
    this.frame = frame;
    this.resources = resources;
    this.evaluator = new OfferEvaluator(resources, frame.ids(), frame.now());
    ServiceNames names = frame.before().names();
    this.executor =
        new BrokerExecutor(names, frame.before().frameworkId().orElseThrow(), resources);
    this.launch = new BrokerLaunch(names, resources);
  }

  OfferEvaluator evaluator() {
    return evaluator;
  }

  Resources resources() {
    return resources;
  }

  /** Whether an executor could be handed a task as it is. */
  boolean isSame(
      BrokerTask.Executor present, Reservation reservation, TargetConfiguration configuration) {
    return present
        .digest()
        .equals(BrokerExecutor.digest(executor.info(present.id(), reservation, configuration)));
  }

  /** What a broker is to be launched with now. */
  StoredConfiguration configurationFor(Broker broker) {
    return Steering.launchConfiguration(frame.state(), broker).orElseThrow();
  }

  /** Whether a broker lives on it, rather than having lived there once. */
  boolean isHome(Reservation reservation) {
    return frame
        .broker(reservation.brokerId())
        .reservationId()
        .equals(Optional.of(reservation.id()));
  }

  /** Launches a broker by a new executor. */
  void start(Draft draft, Broker broker, StoredConfiguration stored, Fit.Fits fits) {
    start(draft, broker, stored, fits, Optional.empty());
  }

  /**
   * Records the launch, then puts it among the operations.
   *
   * @param kept the executor that has stayed for it; empty for a new one
   */
  void start(
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
    ExecutorInfo info =
        executor.info(kept.map(BrokerTask.Executor::id).orElse(taskId), reservation, configuration);
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
            kept.orElseGet(() -> new BrokerTask.Executor(taskId, BrokerExecutor.digest(info))),
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

  /** Remembers why an offer did not do, for {@code /v1/debug/offers}. */
  void remember(Offer offer, OptionalInt broker, List<Misfit> reasons) {
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
