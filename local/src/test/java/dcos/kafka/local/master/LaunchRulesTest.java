package dcos.kafka.local.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

/** What Mesos' src/common/validation.cpp says of a task's health check, in its own words. */
class LaunchRulesTest {

  @Test
  void refusesAHealthCheckWithoutAType() {
    assertThat(LaunchRules.healthCheckProblem(task(HealthCheck.newBuilder().setDelaySeconds(15))))
        .contains("Task uses invalid health check: HealthCheck must specify 'type'");
  }

  @Test
  void refusesAHealthCheckThatLacksWhatItsTypeNeeds() {
    assertThat(
            LaunchRules.healthCheckProblem(
                task(HealthCheck.newBuilder().setType(HealthCheck.Type.TCP))))
        .contains("Task uses invalid health check: Expecting 'tcp' to be set for TCP health check");
  }

  @Test
  void takesACompleteHealthCheckOrNone() {
    HealthCheck.Builder check =
        HealthCheck.newBuilder()
            .setType(HealthCheck.Type.TCP)
            .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(9092));

    assertThat(LaunchRules.healthCheckProblem(task(check))).isEmpty();
    assertThat(LaunchRules.healthCheckProblem(TaskInfo.getDefaultInstance())).isEmpty();
  }

  private static TaskInfo task(HealthCheck.Builder check) {
    return TaskInfo.newBuilder().setHealthCheck(check).buildPartial();
  }
}
