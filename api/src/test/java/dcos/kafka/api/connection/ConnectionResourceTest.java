package dcos.kafka.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionResourceTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @BeforeEach
  void twoBrokers() {
    api.service().endpoints =
        new BrokerEndpoints(
            List.of("10.0.0.35:1028", "10.0.1.249:1030"),
            List.of(
                "kafka-0-broker.kafka.autoip.dcos.thisdcos.directory:1028",
                "kafka-1-broker.kafka.autoip.dcos.thisdcos.directory:1030"),
            List.of("broker.kafka.l4lb.thisdcos.directory:9092"));
  }

  @Test
  void listsTheEndpoints() {
    assertThat(api.get("/v1/endpoints").body()).isEqualTo("[\n  \"broker\",\n  \"zookeeper\"\n]");
  }

  @Test
  void tellsWhereTheBrokersAre() {
    assertThat(api.get("/v1/endpoints/broker").body())
        .isEqualTo(
            """
            {
              "address": [
                "10.0.0.35:1028",
                "10.0.1.249:1030"
              ],
              "dns": [
                "kafka-0-broker.kafka.autoip.dcos.thisdcos.directory:1028",
                "kafka-1-broker.kafka.autoip.dcos.thisdcos.directory:1030"
              ],
              "vips": [
                "broker.kafka.l4lb.thisdcos.directory:9092"
              ]
            }""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "text/plain", "text/html"})
  void tellsWhereZooKeeperIsAsText(String accept) {
    Answer answer = api.send("GET", "/v1/endpoints/zookeeper", "Accept", accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.body()).isEqualTo("master.mesos:2181/dcos-service-kafka");
  }

  @Test
  void tellsEverythingAtOnceInTheOlderDialect() {
    Answer answer = api.get("/v1/connection");

    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly("address", "dns", "vips", "zookeeper");
    assertThat(answer.json().get("zookeeper").asText())
        .isEqualTo("master.mesos:2181/dcos-service-kafka");
  }

  @ParameterizedTest
  @ValueSource(strings = {"address", "dns"})
  void tellsOneKey(String key) {
    Answer answer = api.get("/v1/connection/" + key);

    assertThat(answer.json().fieldNames()).toIterable().containsExactly(key);
    assertThat(answer.json().get(key)).isEqualTo(api.get("/v1/connection").json().get(key));
  }
}
