package dcos.kafka.scheduler.engine;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.junit.jupiter.api.Test;

class FrameworkInfosTest {

  private static FrameworkInfo info(Optional<String> id) {
    return FrameworkInfos.of(configuration().service(), id, Duration.ofDays(14));
  }

  @Test
  void introducesTheServiceSoThatBrokersOutliveTheScheduler() {
    FrameworkInfo info = info(Optional.empty());

    assertThat(info.getName()).isEqualTo("kafka");
    assertThat(info.getPrincipal()).isEqualTo("kafka-principal");
    assertThat(info.getCheckpoint()).isTrue();
    assertThat(info.getFailoverTimeout()).isEqualTo(14 * 24 * 3600.0);
    assertThat(info.hasId()).isFalse();
  }

  @Test
  void hasRolesInsteadOfARole() {
    assertThat(info(Optional.empty()).getRolesList()).containsExactly("kafka-role");
    assertThat(info(Optional.empty()).hasRole()).isFalse();
  }

  @Test
  void neverTakesACapabilityBack() {
    assertThat(info(Optional.empty()).getCapabilitiesList())
        .extracting(Capability::getType)
        .contains(
            Capability.Type.MULTI_ROLE,
            Capability.Type.RESERVATION_REFINEMENT,
            Capability.Type.PARTITION_AWARE,
            Capability.Type.TASK_KILLING_STATE)
        .doesNotContain(Capability.Type.GPU_RESOURCES);
  }

  @Test
  void comesBackUnderItsId() {
    assertThat(info(Optional.of("f")).getId().getValue()).isEqualTo("f");
  }
}
