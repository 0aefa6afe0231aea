package dcos.kafka.scheduler.offer;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.ledger.ReservedResource.Volume;
import dcos.kafka.scheduler.testing.TestService;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/**
 * What we write is what a real master took, to the letter, but for the labels that we add to its
 * {@code resource_id}.
 */
class RecordedConversationTest {

  private static final Resources RESOURCES =
      new Resources("kafka", "kafka-role", "kafka-principal", false);

  private static final Call.Accept ACCEPT = Recorded.reserveCreateLaunch();
  private static final Offer OFFER = Recorded.free().get(0);

  /** The rows behind the recorded ACCEPT. */
  private static Reservation reservation() {
    return Reservation.intended(
        "r",
        0,
        OFFER.getAgentId().getValue(),
        Places.of(OFFER),
        List.of(
            row("36cc9610-a968-4cdb-85dc-6ff44d93258f", Part.CPUS, 0.2),
            row("d861c62f-c5bf-422c-8f69-87865205a86e", Part.MEM, 64),
            row("d81c1935-72e0-4efe-bd4a-cc4421a48229", Part.PORT, 9092),
            new ReservedResource(
                "ae17fb01-d458-4a3f-b564-7429c3597fe9",
                Part.DISK,
                64,
                Optional.of(new Volume("98972037-35f8-4520-bf82-3d208bc0a030", Optional.empty())))),
        TestService.START,
        Optional.empty());
  }

  private static ReservedResource row(String id, Part part, double amount) {
    return new ReservedResource(id, part, amount, Optional.empty());
  }

  private static ReservedResource disk() {
    return reservation().part(Part.DISK).orElseThrow();
  }

  /** Without the labels that the recording has not. */
  private static Resource bare(Resource resource) {
    Resource.Builder bare = resource.toBuilder();
    var labels = bare.getReservationsBuilder(0).getLabelsBuilder();
    assertThat(labels.getLabelsList())
        .extracting(label -> label.getKey())
        .containsExactly("resource_id", "service", "broker");
    labels.removeLabels(2).removeLabels(1);
    return bare.build();
  }

  private static List<Resource> bare(List<Resource> resources) {
    return resources.stream().map(RecordedConversationTest::bare).toList();
  }

  @Test
  void reservesAsRecorded() {
    Operation ours = RESOURCES.reserve(reservation(), reservation().resources(), "id");
    Operation recorded = ACCEPT.getOperations(0);

    assertThat(ours.getType()).isEqualTo(recorded.getType());
    assertThat(ours.hasId()).isFalse();
    assertThat(bare(ours.getReserve().getResourcesList()))
        .isEqualTo(recorded.getReserve().getResourcesList());
  }

  @Test
  void createsTheVolumeAsRecorded() {
    Operation ours = RESOURCES.create(reservation(), disk(), "id");

    assertThat(bare(ours.getCreate().getVolumesList()))
        .isEqualTo(ACCEPT.getOperations(1).getCreate().getVolumesList());
  }

  @Test
  void launchesOnTheReservedResourcesAsRecorded() {
    TaskInfo recorded = ACCEPT.getOperations(2).getLaunch().getTaskInfos(0);
    TargetConfiguration configuration = configuration();
    ServiceNames names = ServiceNames.of("kafka");
    TaskInfo ours =
        new BrokerLaunch(names, RESOURCES)
            .task(
                recorded.getTaskId().getValue(),
                new BrokerExecutor(names, "framework", RESOURCES)
                    .info("executor", reservation(), configuration),
                reservation(),
                recorded.getLabels().getLabels(0).getValue(),
                configuration,
                BrokerLaunch.Address.on(OFFER, true));

    assertThat(bare(ours.getResourcesList())).isEqualTo(recorded.getResourcesList());
    assertThat(ours.getName()).isEqualTo(recorded.getName());
    assertThat(ours.getTaskId()).isEqualTo(recorded.getTaskId());
    assertThat(ours.getAgentId()).isEqualTo(recorded.getAgentId());
    assertThat(ours.getDiscovery()).isEqualTo(recorded.getDiscovery());
    assertThat(ours.getLabels()).isEqualTo(recorded.getLabels());
    assertThat(ours.getExecutor().getType()).isEqualTo(recorded.getExecutor().getType());
  }

  @Test
  void findsTheReservedResourcesInTheOfferThatFollowed() {
    List<Resource> reserved =
        Recorded.reserved().getResourcesList().stream()
            .filter(resource -> resource.getReservationsCount() > 0)
            .toList();

    assertThat(bare(RESOURCES.of(reservation(), false)))
        .containsExactlyInAnyOrderElementsOf(reserved);
  }

  @Test
  void releasesAsRecorded() {
    Call.Accept recorded = Recorded.destroyUnreserve();
    Resource volume = recorded.getOperations(0).getDestroy().getVolumes(0);
    List<Resource> offered =
        Recorded.reserved().getResourcesList().stream()
            .filter(resource -> resource.getReservationsCount() > 0)
            .toList();

    assertThat(RESOURCES.destroy(volume, "id")).isEqualTo(recorded.getOperations(0));
    assertThat(RESOURCES.unreserve(offered, "id")).isEqualTo(recorded.getOperations(1));
  }

  @Test
  void keepsTheSourceOfAMountDiskInEveryOperation() {
    Offer third = Recorded.free().get(2);
    Resource mount = third.getResources(4);
    ReservedResource row =
        new ReservedResource(
            "d", Part.DISK, 20480, Optional.of(new Volume("v", Optional.of("/mnt/volume-1"))));

    Resource asDisk = RESOURCES.of(reservation(), row, false);
    Resource asVolume = RESOURCES.of(reservation(), row, true);

    assertThat(asDisk.toBuilder().clearReservations().build()).isEqualTo(mount);
    assertThat(asVolume.getDisk().getSource()).isEqualTo(mount.getDisk().getSource());
    assertThat(asVolume.getDisk().getPersistence().getId()).isEqualTo("v");
    assertThat(RESOURCES.unreserve(List.of(asVolume), "id").getUnreserve().getResources(0))
        .isEqualTo(asDisk);
  }
}
