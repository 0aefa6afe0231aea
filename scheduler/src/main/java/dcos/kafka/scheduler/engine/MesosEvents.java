package dcos.kafka.scheduler.engine;

import dcos.kafka.mesos.scheduler.SchedulerListener;
import dcos.kafka.mesos.scheduler.StopReason;
import dcos.kafka.scheduler.core.Event;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What Mesos says, as events of the core. */
public final class MesosEvents implements SchedulerListener {

  private final Consumer<Event> core;

  /** Events go to {@code core}. */
  public MesosEvents(Consumer<Event> core) {
    this.core = core;
  }

  @Override
  public void subscribed(long connection, Protos.Event.Subscribed subscribed) {
    core.accept(
        new Event.Subscribed(
            connection,
            subscribed.getFrameworkId().getValue(),
            subscribed.getMasterInfo().getVersion()));
  }

  @Override
  public void received(long connection, Protos.Event event) {
    switch (event.getType()) {
      case OFFERS -> core.accept(new Event.Offered(connection, event.getOffers().getOffersList()));
      case INVERSE_OFFERS ->
          core.accept(
              new Event.InverseOffered(
                  connection, event.getInverseOffers().getInverseOffersList()));
      case RESCIND_INVERSE_OFFER ->
          core.accept(
              new Event.InverseRescinded(
                  connection, event.getRescindInverseOffer().getInverseOfferId().getValue()));
      case UPDATE -> core.accept(new Event.TaskReported(connection, event.getUpdate().getStatus()));
      case UPDATE_OPERATION_STATUS ->
          core.accept(
              new Event.OperationReported(
                  connection, event.getUpdateOperationStatus().getStatus()));
      default -> {
        // Offers are never held, so a RESCIND says nothing; FAILURE is a hint that the status
        // updates of its tasks make good; brokers send no messages.
      }
    }
  }

  @Override
  public void disconnected(long connection, String reason) {
    core.accept(new Event.Disconnected(connection, reason));
  }

  @Override
  public void refused(long connection, Call call, int status, String message) {
    core.accept(new Event.CallRefused(connection, call.getType().name(), status, message));
  }

  @Override
  public void stopped(StopReason reason) {
    if (reason instanceof StopReason.FailedOver) {
      core.accept(new Event.Ended(Event.Ended.Why.FAILED_OVER, "Framework failed over"));
    } else if (reason instanceof StopReason.Removed removed) {
      core.accept(new Event.Ended(Event.Ended.Why.REMOVED, removed.message()));
    } else if (reason instanceof StopReason.Rejected rejected) {
      core.accept(new Event.Ended(Event.Ended.Why.REJECTED, rejected.message()));
    }
  }
}
