package dcos.kafka.local.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final Resources machine =
      new MachineResources()
          .cpus(4)
          .mem(1024)
          .disk(500)
          .mountDisk(200, "/mnt/a")
          .ports(9092, 9100)
          .ports(31000, 32000)
          .build();

  @Test
  void countsInThousandthsSoThatTenthsComeOutEven() {
    Resources rest = machine;
    for (int i = 0; i < 40; i++) {
      rest = rest.minus(cpus(0.1));
    }

    assertThat(rest.scalar("cpus")).isZero();
    assertThat(rest.plus(cpus(4))).isEqualTo(machine);
  }

  @Test
  void splitsAndJoinsRanges() {
    Resources some = new MachineResources().ports(9094, 9095).build();

    assertThat(machine.minus(some).ranges("ports"))
        .isEqualTo("[9092-9093, 9096-9100, 31000-32000]");
    assertThat(machine.minus(some).plus(some)).isEqualTo(machine);
    assertThat(machine.minus(some).contains(some)).isFalse();
  }

  @Test
  void takesAMountDiskOnlyAsAWhole() {
    assertThat(machine.contains(new MachineResources().mountDisk(200, "/mnt/a").build())).isTrue();
    assertThat(machine.contains(new MachineResources().mountDisk(100, "/mnt/a").build())).isFalse();
    assertThat(machine.contains(new MachineResources().mountDisk(200, "/mnt/b").build())).isFalse();
  }

  @Test
  void mergesReservationsWithTheSameLabelsAndNoOthers() {
    Resources both = Resources.of(List.of(reserved(1, "a"), reserved(2, "a"), reserved(1, "b")));

    assertThat(both.toProtos()).hasSize(2);
    assertThat(both.contains(Resources.of(List.of(reserved(3, "a"))))).isTrue();
    assertThat(both.contains(Resources.of(List.of(reserved(2, "b"))))).isFalse();
  }

  @Test
  void understandsTheFormatFromBeforeReservationRefinement() {
    @SuppressWarnings("deprecation")
    Resource old =
        cpus(1).toProtos().get(0).toBuilder()
            .setRole("kafka-role")
            .setReservation(ReservationInfo.newBuilder().setPrincipal("p").setLabels(labels("a")))
            .build();

    assertThat(Resources.of(List.of(old))).isEqualTo(Resources.of(List.of(reserved(1, "a"))));
    assertThat(Resources.roleOf(old)).isEqualTo("kafka-role");
  }

  @Test
  void convertsThereAndBack() throws Exception {
    Resource reserved = reserved(64, "a").toBuilder().setName("disk").build();
    Resource volume =
        reserved.toBuilder()
            .setDisk(
                DiskInfo.newBuilder()
                    .setPersistence(DiskInfo.Persistence.newBuilder().setId("v"))
                    .setVolume(
                        Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
            .build();
    Operation reserve =
        Operation.newBuilder()
            .setType(Operation.Type.RESERVE)
            .setReserve(Operation.Reserve.newBuilder().addResources(reserved))
            .build();
    Operation create =
        Operation.newBuilder()
            .setType(Operation.Type.CREATE)
            .setCreate(Operation.Create.newBuilder().addVolumes(volume))
            .build();
    Operation destroy =
        Operation.newBuilder()
            .setType(Operation.Type.DESTROY)
            .setDestroy(Operation.Destroy.newBuilder().addVolumes(volume))
            .build();
    Operation unreserve =
        Operation.newBuilder()
            .setType(Operation.Type.UNRESERVE)
            .setUnreserve(Operation.Unreserve.newBuilder().addResources(reserved))
            .build();

    assertThatThrownBy(() -> Conversion.of(create).applyTo(machine))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining(
            "does not contain disk(reservations: [(DYNAMIC,kafka-role,p,{resource_id: a})]):64");
    Resources withVolume = Conversion.of(create).applyTo(Conversion.of(reserve).applyTo(machine));
    assertThat(withVolume.scalar("disk")).isEqualTo(machine.scalar("disk"));
    assertThat(withVolume.filter(Resources::isVolume).toProtos()).containsExactly(volume);
    assertThat(Conversion.of(unreserve).applyTo(Conversion.of(destroy).applyTo(withVolume)))
        .isEqualTo(machine);
  }

  private static Resources cpus(double value) {
    return new MachineResources().cpus(value).build();
  }

  private static Resource reserved(double value, String id) {
    return cpus(value).toProtos().get(0).toBuilder()
        .addReservations(
            ReservationInfo.newBuilder()
                .setType(ReservationInfo.Type.DYNAMIC)
                .setRole("kafka-role")
                .setPrincipal("p")
                .setLabels(labels(id)))
        .build();
  }

  private static Labels labels(String id) {
    return Labels.newBuilder()
        .addLabels(Label.newBuilder().setKey("resource_id").setValue(id))
        .build();
  }
}
