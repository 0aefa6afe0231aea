package dcos.kafka.scheduler.engine;

import dcos.kafka.scheduler.config.ServiceConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** How the service introduces itself to Mesos. */
public final class FrameworkInfos {

  /**
   * What Mesos has to know to treat us as what we are: one role, refined reservations shown, told
   * of partitions rather than of lost tasks, and of tasks that are being killed. A capability is
   * never taken back (docs/scheduler-http-api.md).
   */
  private static final List<FrameworkInfo.Capability.Type> CAPABILITIES =
      List.of(
          FrameworkInfo.Capability.Type.MULTI_ROLE,
          FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT,
          FrameworkInfo.Capability.Type.PARTITION_AWARE,
          FrameworkInfo.Capability.Type.TASK_KILLING_STATE);

  private FrameworkInfos() {}

  /**
   * The introduction.
   *
   * @param frameworkId the id from an earlier registration; empty for a new framework
   * @param failoverTimeout after how long without us Mesos ends all brokers
   */
  public static FrameworkInfo of(
      ServiceConfiguration service, Optional<String> frameworkId, Duration failoverTimeout) {
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName(service.name())
            .setUser(service.user())
            .setPrincipal(service.principal())
            .addRoles(service.role())
            .setCheckpoint(true)
            .setFailoverTimeout(failoverTimeout.toSeconds());
    for (FrameworkInfo.Capability.Type capability : CAPABILITIES) {
      framework.addCapabilities(FrameworkInfo.Capability.newBuilder().setType(capability));
    }
    frameworkId.ifPresent(id -> framework.setId(FrameworkID.newBuilder().setValue(id)));
    return framework.build();
  }
}
