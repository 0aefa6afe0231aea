package dcos.kafka.executor.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskReaderTest {
  private static final String DATA =
      """
      {"brokerId":2,"kafkaDirectory":"kafka_2.11-2.4.1","heapMb":1024,"host":"10.0.0.1","port":9092,
       "zookeeper":"zk:2181/kafka","environment":{"KAFKA_JMX_OPTS":"-Da=b"},
       "properties":{"broker.id":"2"},"a later field":1}
      """;

  private static TaskInfo.Builder task(String data) {
    return TaskInfo.newBuilder()
        .setName("broker-2")
        .setTaskId(TaskID.newBuilder().setValue("broker-2__1"))
        .setAgentId(AgentID.newBuilder().setValue("agent"))
        .setData(ByteString.copyFromUtf8(data));
  }

  @Test
  void readsWhatTheSchedulerWrites() throws Exception {
    assertThat(TaskReader.read(task(DATA).build()))
        .isEqualTo(
            new BrokerTask(
                TaskID.newBuilder().setValue("broker-2__1").build(),
                2,
                "kafka_2.11-2.4.1",
                1024,
                "10.0.0.1",
                9092,
                "zk:2181/kafka",
                Map.of("KAFKA_JMX_OPTS", "-Da=b"),
                Map.of("broker.id", "2"),
                Duration.ofSeconds(60),
                Optional.empty()));
  }

  @Test
  void readsKillPolicyAndHealthCheck() throws Exception {
    BrokerTask task =
        TaskReader.read(
            task(DATA)
                .setKillPolicy(
                    KillPolicy.newBuilder()
                        .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(5_000_000_000L)))
                .setHealthCheck(
                    HealthCheck.newBuilder()
                        .setDelaySeconds(15)
                        .setIntervalSeconds(10)
                        .setTimeoutSeconds(0.5)
                        .setGracePeriodSeconds(7)
                        .setConsecutiveFailures(3))
                .build());
    assertThat(task.killGrace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(task.healthCheck())
        .contains(
            new HealthPolicy(
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(7),
                3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'\"brokerId\":2,'; ''; brokerId is missing",
        "'\"heapMb\":1024'; '\"heapMb\":0'; heapMb is not a whole number from 1 up",
        "'\"port\":9092'; '\"port\":\"9092\"'; port is not a whole number from 1 up",
        "'\"zk:2181/kafka\"'; '\"\"'; zookeeper is not a text",
        "'{\"broker.id\":\"2\"}'; '{\"broker.id\":2}'; properties.broker.id is not a text",
        "'{\"broker.id\":\"2\"}'; '[]'; properties is not an object of texts",
        "'\"brokerId\"'; 'secret'; is not JSON",
      })
  void saysWhatIsWrong(String good, String bad, String message) {
    assertThatThrownBy(() -> TaskReader.read(task(DATA.replace(good, bad)).build()))
        .isInstanceOf(UnreadableTaskException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void keepsPropertiesOutOfTheLog() throws Exception {
    assertThat(TaskReader.read(task(DATA).build()))
        .hasToString("broker 2 (broker-2__1) at 10.0.0.1:9092");
  }
}
