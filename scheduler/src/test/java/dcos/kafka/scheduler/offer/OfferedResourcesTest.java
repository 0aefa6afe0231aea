package dcos.kafka.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dcos.kafka.scheduler.offer.OfferedResources.Taken;
import dcos.kafka.scheduler.testing.TestOffer;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceProviderID;
import org.junit.jupiter.api.Test;

class OfferedResourcesTest {

  @Test
  void addsUpWhatIsFree() {
    Offer offer =
        TestOffer.of(1).cpus(1.5).cpus(2).mem(100).mem(28).disk(10).ports(1, 2).ports(5, 5).build();

    OfferedResources offered = OfferedResources.of(offer, "kafka");

    assertThat(offered.cpus()).isEqualTo(3.5);
    assertThat(offered.memMb()).isEqualTo(128);
    assertThat(offered.diskMb()).isEqualTo(10);
    assertThat(offered.ports().contains(5)).isTrue();
    assertThat(offered.reserved()).isEmpty();
  }

  @Test
  void readsTheOffersOfARealMesos() {
    OfferedResources third = OfferedResources.of(Recorded.free().get(2), "kafka");

    assertThat(third.cpus()).isEqualTo(4);
    assertThat(third.memMb()).isEqualTo(8192);
    assertThat(third.diskMb()).isEqualTo(10240);
    assertThat(third.mountDisks())
        .singleElement()
        .satisfies(disk -> assertThat(disk.getScalar().getValue()).isEqualTo(20480));
    assertThat(third.ports().contains(9092)).isTrue();
    assertThat(third.ports().contains(10093)).isFalse();
  }

  @Test
  void leavesAloneWhatIsSharedOrCanBeTakenBackOrComesFromAProvider() {
    Resource cpus = TestOffer.of(1).cpus(1).build().getResources(0);
    Offer offer =
        TestOffer.of(1)
            .with(cpus.toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build())
            .with(
                cpus.toBuilder().setRevocable(Resource.RevocableInfo.getDefaultInstance()).build())
            .with(
                cpus.toBuilder()
                    .setProviderId(ResourceProviderID.newBuilder().setValue("storage"))
                    .build())
            .build();

    assertThat(OfferedResources.of(offer, "kafka").cpus()).isZero();
  }

  @Test
  void findsItsOwnReservationsByTheirLabel() {
    Offer offer =
        TestOffer.of(1)
            .reservedMem("kafka", "mine", 64)
            .reservedMem("kafka-2", "theirs", 64)
            .staticallyReservedCpus(4)
            .cpus(1)
            .build();

    OfferedResources offered = OfferedResources.of(offer, "kafka");

    assertThat(offered.reserved()).containsOnlyKeys("mine");
    assertThat(offered.reserved().get("mine")).isEqualTo(offer.getResources(0));
    assertThat(offered.cpus()).isEqualTo(1);
    assertThat(offered.memMb()).isZero();
    assertThat(offered.statically()).containsExactly(entry("cpus", 4.0));
  }

  @Test
  void readsTheLabelsOfTheLastReservationOfARefinedOne() {
    Resource own = TestOffer.of(1).reservedMem("kafka", "mine", 64).build().getResources(0);
    Resource.Builder refined = own.toBuilder().clearReservations();
    refined.addReservationsBuilder().setRole("kafka-role");
    refined.addReservations(own.getReservations(0));

    Offer offer = TestOffer.of(1).with(refined.build()).build();

    assertThat(OfferedResources.of(offer, "kafka").reserved()).containsOnlyKeys("mine");
  }

  @Test
  void doesNotTakeAReservationThatOnlyHasAResourceIdForItsOwn() {
    Resource own = TestOffer.of(1).reservedMem("kafka", "mine", 64).build().getResources(0);
    Resource.Builder anonymous = own.toBuilder();
    anonymous
        .getReservationsBuilder(0)
        .getLabelsBuilder()
        .clear()
        .addLabels(Label.newBuilder().setKey("resource_id").setValue("mine"));

    Offer offer = TestOffer.of(1).with(anonymous.build()).build();

    assertThat(OfferedResources.of(offer, "kafka").reserved()).isEmpty();
  }

  @Test
  void leavesWhatABrokerDidNotTake() {
    Offer offer = TestOffer.of(1).room().mount("/a", 100).mount("/b", 100).build();
    OfferedResources offered = OfferedResources.of(offer, "kafka");
    Resource disk = offered.mountDisks().get(0);

    OfferedResources rest = offered.minus(new Taken(1, 1000, 5000, 9092, Optional.of(disk)));

    assertThat(rest.cpus()).isEqualTo(7);
    assertThat(rest.memMb()).isEqualTo(15384);
    assertThat(rest.diskMb()).isEqualTo(35960);
    assertThat(rest.ports().contains(9092)).isFalse();
    assertThat(rest.mountDisks()).doesNotContain(disk).hasSize(1);
  }

  @Test
  void leavesTheReservationsThatWereNotUsed() {
    Offer offer = TestOffer.of(1).reservedMem("kafka", "a", 1).reservedMem("kafka", "b", 1).build();

    assertThat(OfferedResources.of(offer, "kafka").without(List.of("a")).reserved())
        .containsOnlyKeys("b");
  }
}
