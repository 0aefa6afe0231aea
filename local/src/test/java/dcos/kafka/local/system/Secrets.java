package dcos.kafka.local.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/**
 * What a cluster knows and must not tell: the principal's secret, a token of the API, a password of
 * Kafka's. They are configured as users do it, and then looked for wherever somebody might read
 * them who isn't meant to.
 *
 * @param folder of the files that hold two of them
 * @param token that the API lets in
 */
record Secrets(Path folder, String token) {
  private static final String PRINCIPALS = "pr1nc1pal-s3cr3t";
  private static final String KAFKAS = "k3y-passw0rd";

  /** Has an app use them. */
  void configure(ObjectNode app) {
    ObjectNode environment = (ObjectNode) app.path("env");
    environment.put("API_AUTH", "token");
    environment.put("API_AUTH_TOKENS_FILE", file("tokens", token));
    environment.put("MESOS_SECRET_FILE", file("secret", PRINCIPALS));
    environment.put("KAFKA_OVERRIDE_SSL_KEY_PASSWORD", KAFKAS);
  }

  private String file(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content + "\n").toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of them. */
  List<String> all() {
    return List.of(token, PRINCIPALS, KAFKAS);
  }

  /** All that a cluster tells, by where it does. */
  static Map<String, String> told(Cluster cluster, Path state) throws Exception {
    Map<String, String> told = new TreeMap<>();
    cluster.programs().running().forEach(line -> told.put("process " + line, line));
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Secrets::isLog).toList()) {
        told.put("log " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    for (String path : readable(cluster)) {
      told.put("answer " + path, cluster.kafka().get(path).text());
    }
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(cluster.dcos().zookeeper(), new RetryOneTime(100))) {
      client.start();
      nodes(client, "/", told);
    }
    return told;
  }

  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && (name.equals("stdout") || name.equals("stderr") || name.matches(".*\\.log(\\..*)?"))
        && !file.toString().contains("kafka-broker-data");
  }

  /** Every GET there is, but for the two that steer the plan. */
  private static List<String> readable(Cluster cluster) {
    List<String> paths = new ArrayList<>(List.of("/v1/brokers/0", "/admin/metrics"));
    cluster
        .kafka()
        .get("/v1/openapi.json")
        .json()
        .path("paths")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().has("get") && !entry.getKey().contains("{")) {
                paths.add(entry.getKey());
              }
            });
    return paths.stream().filter(path -> !path.matches(".*/(continue|interrupt)")).toList();
  }

  private static void nodes(CuratorFramework client, String path, Map<String, String> told)
      throws Exception {
    byte[] data = client.getData().forPath(path);
    if (data != null) {
      told.put("node " + path, new String(data, StandardCharsets.ISO_8859_1));
    }
    for (String child : client.getChildren().forPath(path)) {
      nodes(client, path.equals("/") ? "/" + child : path + "/" + child, told);
    }
  }
}
