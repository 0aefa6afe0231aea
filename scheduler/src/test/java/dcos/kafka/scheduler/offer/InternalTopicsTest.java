package dcos.kafka.scheduler.offer;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.io.IOException;
import java.util.Map;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Consumer groups and transactions have to work on a cluster of one broker too. */
class InternalTopicsTest {
  private static final String OFFSETS = "offsets.topic.replication.factor";
  private static final String TRANSACTIONS = "transaction.state.log.replication.factor";
  private static final String TRANSACTIONS_MINIMUM = "transaction.state.log.min.isr";

  private static JsonNode properties(TargetConfiguration configuration) throws IOException {
    Core.Outcome outcome = TestService.registered(configuration).offer(TestOffer.roomy(1));
    Operation launch =
        calls(outcome, Call.Type.ACCEPT).get(0).getAccept().getOperationsList().stream()
            .filter(operation -> operation.getType() == Operation.Type.LAUNCH)
            .findFirst()
            .orElseThrow();
    return new ObjectMapper()
        .readTree(launch.getLaunch().getTaskInfos(0).getData().toByteArray())
        .get("properties");
  }

  @Test
  void oneBrokerKeepsOneReplica() throws IOException {
    JsonNode properties = properties(with(configuration(), 1));

    assertThat(properties.path(OFFSETS).asText()).isEqualTo("1");
    assertThat(properties.path(TRANSACTIONS).asText()).isEqualTo("1");
    assertThat(properties.path(TRANSACTIONS_MINIMUM).asText()).isEqualTo("1");
  }

  @Test
  void twoBrokersKeepTwoReplicas() throws IOException {
    JsonNode properties = properties(with(configuration(), 2));

    assertThat(properties.path(OFFSETS).asText()).isEqualTo("2");
    assertThat(properties.path(TRANSACTIONS).asText()).isEqualTo("2");
    assertThat(properties.has(TRANSACTIONS_MINIMUM)).isFalse();
  }

  @Test
  void enoughBrokersAreLeftToKafka() throws IOException {
    JsonNode properties = properties(with(configuration(), 3));

    assertThat(properties.has(OFFSETS)).isFalse();
    assertThat(properties.has(TRANSACTIONS)).isFalse();
  }

  @Test
  void userDecides() throws IOException {
    TargetConfiguration one = with(configuration(), 1);
    TargetConfiguration given =
        new TargetConfiguration(
            one.service(),
            one.broker(),
            one.kafka().withOverrides(Map.of(OFFSETS, "3")),
            one.executor(),
            one.recovery(),
            one.healthCheck());

    assertThat(properties(given).path(OFFSETS).asText()).isEqualTo("3");
  }
}
