package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.local.LocalDcos;
import dcos.kafka.local.docs.Page;
import dcos.kafka.local.web.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/plain-mesos.md}, followed word for word on a Mesos of one master, elected in
 * ZooKeeper, and three agents, with no Marathon and no router; then on the same with Marathon.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainMesosIT {
  private static final Page PAGE = Page.of("docs/plain-mesos.md");
  private static final String HOST = "127.0.0.1";

  @TempDir static Path folder;
  private static LocalDcos mesos;
  private static Shell terminal;

  @BeforeAll
  static void start() throws Exception {
    mesos = LocalDcos.prepare(Cluster.options(folder.resolve("mesos")));
    mesos.startZooKeeper();
    mesos.startMaster(0);
    for (int i = 0; i < 3; i++) {
      mesos.startAgent(i);
    }
    terminal =
        new Shell(
            Checkout.in(folder.resolve("checkout")),
            Map.of("HOME", Files.createDirectory(folder.resolve("home")).toString()));
  }

  @AfterAll
  static void end() throws Exception {
    try {
      if (terminal != null) {
        terminal.close();
      }
      if (mesos != null) {
        mesos.close();
      }
    } finally {
      new Programs(folder).kill();
      Checkout.unlink(folder.resolve("checkout"));
    }
  }

  @Test
  @Order(1)
  void schedulerIsStartedByHand() throws Exception {
    int files = FreePorts.any(HOST, Set.of());
    int api = FreePorts.any(HOST, Set.of(files));
    for (Page.Block block : PAGE.commands("2.")) {
      terminal.run(
          block
              .withValue("HERE", HOST)
              .withValue("FILES_PORT", Integer.toString(files))
              .withValue("API_PORT", Integer.toString(api))
              .withValue("ZK", mesos.zookeeper())
              .withValue("KAFKA_USER", System.getProperty("user.name")));
    }
    assertThat(follow("3.")).contains("is ready to be served at").contains(" 200 OK");
    follow("4.");
  }

  @Test
  @Order(2)
  void brokersComeUpAndPassMessages() throws Exception {
    assertThat(follow("5."))
        .contains(broker(1), broker(2), broker(3))
        .contains("Hello, World.\nProcessed a total of 1 messages")
        .contains("broker-2 (COMPLETE)");
  }

  @Test
  @Order(3)
  void configurationIsChangedWithTheScheduler() throws Exception {
    assertThat(follow("6."))
        .containsPattern("broker-[012] IN_PROGRESS")
        .contains("The plan is COMPLETE");
    assertThat(
            terminal.run(
                "curl -s $SERVICE/v1/configurations/targetId;"
                    + " for id in 0 1 2; do curl -s $SERVICE/v1/brokers/$id; done"))
        .satisfies(
            printed -> {
              String target = printed.replaceFirst("(?s)^\\W*([0-9a-f-]{36}).*", "$1");
              assertThat(printed.split(target, -1)).as(printed).hasSize(1 + 1 + 3);
            });
  }

  @Test
  @Order(4)
  void nothingIsLeftInTheEnd() throws Exception {
    for (Page.Block block : PAGE.commands("7.")) {
      assertThat(terminal.run(block.text())).contains("The plan is COMPLETE");
    }
    awaitNothingLeft();
  }

  @Test
  @Order(5)
  void marathonRunsTheScheduler() throws Exception {
    mesos.startMarathon();
    URI marathon = mesos.marathon().orElseThrow().uri();
    for (Page.Block block : PAGE.commands("Under Marathon")) {
      terminal.run(
          block.text().contains("MARATHON=")
              ? block.withValue("MARATHON", marathon.getAuthority())
              : block);
    }
    assertThat(terminal.run("$CHECKOUT/bin/dcos kafka --service-url $SERVICE broker list"))
        .contains("\"2\"");
    // In the place of the scheduler's process there is its app.
    terminal.run(
        "curl -s -X DELETE http://$MARATHON/v2/apps/kafka; sleep 1000 & echo $! >scheduler.pid");
    for (Page.Block block : PAGE.commands("When its scheduler can't be started")) {
      URI master = mesos.master().orElseThrow().url();
      String printed =
          terminal.run(block.withValue("MESOS", master.getAuthority()).text(), "kafka\n");
      assertThat(printed).contains("Nothing of it is left in Mesos.");
    }
    awaitNothingLeft();
  }

  /** In JSON; each agent has a broker. */
  private static String broker(int agent) {
    return "\"" + Cluster.NETWORK + "." + agent + ":9092\"";
  }

  private static void awaitNothingLeft() throws Exception {
    await("all processes have ended")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(new Programs(folder).running()).isEmpty());
    new Leftovers(mesos, folder.resolve("mesos")).assertNone();
  }

  private static String follow(String section) throws IOException {
    StringBuilder printed = new StringBuilder();
    for (Page.Block block : PAGE.commands(section)) {
      if (block.mark().isEmpty()) {
        printed.append(terminal.run(block));
      }
    }
    return printed.toString();
  }
}
