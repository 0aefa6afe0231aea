package dcos.kafka.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the user reads when the cluster stands: where it is, and what to do with it. */
final class ThingsToTry {
  private static final String LOGIN =
      """
        export DCOS_ACS_TOKEN=$(curl -s --data '{"uid":"username", "password":"password"}' %s/acs/api/v1/auth/login | cut -d'"' -f4)
      """;

  private ThingsToTry() {}

  /**
   * The text.
   *
   * @param kafka the unpacked Kafka distribution
   * @throws IOException when the service doesn't answer
   */
  static String text(RouterClient dcos, URI router, String service, Path kafka, boolean auth)
      throws IOException {
    String name = service.replaceFirst("^/", "");
    List<String> addresses = new ArrayList<>();
    JsonNode broker = dcos.get("/service/" + name + "/v1/endpoints/broker").body();
    broker.path("address").forEach(address -> addresses.add(address.asText()));
    String brokers = String.join(",", addresses);
    String header = auth ? "-H \"Authorization: token=$DCOS_ACS_TOKEN\" " : "";
    String cli =
        (router.getPort() == KafkaLocal.DEFAULT_PORT ? "" : "DCOS_URL=" + router + " ")
            + "bin/dcos kafka "
            + (name.equals("kafka") ? "" : "--name=" + name + " ");
    String bin = kafka.resolve("bin").toString();
    return """

        Kafka is up.
          Brokers   %s
          DC/OS     %s
          Service   %s/service/%s/v1/plan

        %sFive things to try, in another terminal:
          curl -s %s-X POST "%s/service/%s/v1/topics?name=topic1&partitions=3&replication=%d"
          echo "Hello, World." | %s/kafka-console-producer.sh --broker-list %s --topic topic1
          %s/kafka-console-consumer.sh --bootstrap-server %s --topic topic1 --from-beginning --max-messages 1
          %stopic describe topic1
          %sbroker restart 0

        Ctrl-C stops everything; the next start brings it back with its data.
        """
        .formatted(
            brokers,
            router,
            router,
            name,
            auth ? "Log in first:\n" + LOGIN.formatted(router) + "\n" : "",
            header,
            router,
            name,
            Math.min(3, Math.max(1, addresses.size())),
            bin,
            brokers,
            bin,
            brokers,
            cli,
            cli);
  }
}
