package dcos.kafka.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.mesos.scheduler.StopReason;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.scheduler.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class MesosEventsTest {

  private final List<Event> events = new ArrayList<>();
  private final MesosEvents mesos = new MesosEvents(events::add);

  private static Protos.Event.Builder event(Protos.Event.Type type) {
    return Protos.Event.newBuilder().setType(type);
  }

  @Test
  void translatesWhatTheCoreHasToKnow() {
    var offer = TestOffer.roomy(1);
    var status = TestStatus.of("t", "S1", TaskState.TASK_RUNNING);
    var operation = TestStatus.operation("o", OperationState.OPERATION_FINISHED);

    mesos.subscribed(
        1,
        Protos.Event.Subscribed.newBuilder()
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .setMasterInfo(
                MasterInfo.newBuilder().setId("m").setIp(1).setPort(2).setVersion("1.9.0"))
            .build());
    mesos.received(
        1,
        event(Protos.Event.Type.OFFERS)
            .setOffers(Protos.Event.Offers.newBuilder().addOffers(offer))
            .build());
    mesos.received(
        1,
        event(Protos.Event.Type.UPDATE)
            .setUpdate(Protos.Event.Update.newBuilder().setStatus(status))
            .build());
    mesos.received(
        1,
        event(Protos.Event.Type.UPDATE_OPERATION_STATUS)
            .setUpdateOperationStatus(
                Protos.Event.UpdateOperationStatus.newBuilder().setStatus(operation))
            .build());
    mesos.refused(1, Call.newBuilder().setType(Call.Type.REVIVE).build(), 403, "no");
    mesos.disconnected(1, "end of stream");

    assertThat(events)
        .containsExactly(
            new Event.Subscribed(1, "f", "1.9.0"),
            new Event.Offered(1, List.of(offer)),
            new Event.TaskReported(1, status),
            new Event.OperationReported(1, operation),
            new Event.CallRefused(1, "REVIVE", 403, "no"),
            new Event.Disconnected(1, "end of stream"));
  }

  @Test
  void passesOnWhatMesosAsksAboutMaintenance() {
    var inverse =
        InverseOffer.newBuilder()
            .setId(OfferID.newBuilder().setValue("i"))
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .setUnavailability(
                Unavailability.newBuilder().setStart(TimeInfo.newBuilder().setNanoseconds(1)))
            .build();

    mesos.received(
        1,
        event(Protos.Event.Type.INVERSE_OFFERS)
            .setInverseOffers(Protos.Event.InverseOffers.newBuilder().addInverseOffers(inverse))
            .build());
    mesos.received(
        1,
        event(Protos.Event.Type.RESCIND_INVERSE_OFFER)
            .setRescindInverseOffer(
                Protos.Event.RescindInverseOffer.newBuilder().setInverseOfferId(inverse.getId()))
            .build());

    assertThat(events)
        .containsExactly(
            new Event.InverseOffered(1, List.of(inverse)), new Event.InverseRescinded(1, "i"));
  }

  @Test
  void passesOverWhatSaysNothingNew() {
    mesos.received(1, event(Protos.Event.Type.RESCIND).build());
    mesos.received(1, event(Protos.Event.Type.FAILURE).build());
    mesos.received(1, event(Protos.Event.Type.MESSAGE).build());

    assertThat(events).isEmpty();
  }

  @Test
  void tellsTheWaysApartInWhichItEndsForGood() {
    mesos.stopped(new StopReason.FailedOver());
    mesos.stopped(new StopReason.Removed("removed"));
    mesos.stopped(new StopReason.Rejected("rejected"));

    assertThat(events)
        .containsExactly(
            new Event.Ended(Event.Ended.Why.FAILED_OVER, "Framework failed over"),
            new Event.Ended(Event.Ended.Why.REMOVED, "removed"),
            new Event.Ended(Event.Ended.Why.REJECTED, "rejected"));
  }
}
