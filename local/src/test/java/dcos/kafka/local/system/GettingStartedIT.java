package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.local.docs.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/getting-started.md}, typed by a new user who has just cloned and built. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GettingStartedIT {
  private static final Page PAGE = Page.of("docs/getting-started.md");

  @TempDir static Path folder;
  private static KafkaLocalProgram local;
  private static Shell terminal;

  @BeforeAll
  static void openTwoTerminals() throws Exception {
    Path checkout = Checkout.in(folder);
    local = KafkaLocalProgram.up(checkout);
    // As the page says for a port other than 8080.
    terminal = new Shell(checkout, Map.of("DCOS_URL", local.uri().toString()));
  }

  @AfterAll
  static void end() throws Exception {
    try {
      if (terminal != null) {
        terminal.close();
      }
      if (local != null) {
        local.close();
      }
    } finally {
      new Programs(folder).kill();
      Checkout.unlink(folder);
    }
  }

  @Test
  @Order(1)
  void clusterOfThreeBrokers() throws Exception {
    assertThat(follow("2."))
        .contains("deploy (COMPLETE)")
        .contains("broker-0 (COMPLETE)", "broker-1 (COMPLETE)", "broker-2 (COMPLETE)");
  }

  @Test
  @Order(2)
  void topicAndMessage() throws Exception {
    assertThat(follow("3."))
        .contains("All 3 partitions of topic1 have a leader and 3 replicas in sync.", "\"isr\"");
    assertThat(follow("4.")).contains("Hello, World.\nProcessed a total of 1 messages");
  }

  @Test
  @Order(3)
  void changeOfTheConfiguration() throws Exception {
    assertThat(follow("5."))
        .containsSubsequence(
            "broker-0 COMPLETE",
            "The plan is COMPLETE",
            "The plan is in ERROR",
            "- Validation error on field \"BROKER_COUNT\": Decreasing this value (from 3 to 2) is"
                + " not supported.",
            "The plan is COMPLETE")
        .contains("\"from\": \"168\"", "\"to\": \"100\"");
  }

  @Test
  @Order(4)
  void replacedBroker() throws Exception {
    assertThat(follow("6."))
        .containsSubsequence(
            "Dry run: nothing was done", "\"broker-2__", "The plan is COMPLETE", "BROKER_STOPPING");
  }

  @Test
  @Order(5)
  void uninstall() throws Exception {
    assertThat(follow("8.")).contains("The plan is COMPLETE");
    Http router = Http.to(local.uri());
    assertThat(router.get("/mesos/state").json().path("frameworks")).isEmpty();
    await("the scheduler and all brokers have ended")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(new Programs(folder).running()).isEmpty());
  }

  @Test
  @Order(6)
  void stop() {
    local.stop();
    assertThat(local.printed()).contains("Stopping: the scheduler, then the brokers.");
    await("what it has started has ended")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(new Programs(folder).running()).isEmpty());
  }

  private static String follow(String section) throws IOException {
    StringBuilder printed = new StringBuilder();
    for (Page.Block block : PAGE.commands(section)) {
      switch (block.mark()) {
        case "" -> printed.append(terminal.run(block));
        case "fails" -> printed.append(terminal.runAnyhow(block.text(), ""));
        case "own-terminal" -> {} // it runs already, at another port
        default -> throw new IllegalStateException("Nobody would type " + block);
      }
    }
    return printed.toString();
  }
}
