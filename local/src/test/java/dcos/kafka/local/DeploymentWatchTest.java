package dcos.kafka.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a user sees of a deployment, from what Marathon and the service answer one after the other.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DeploymentWatchTest {
  private static final String PLAN = "/service/kafka/v1/plan";
  private static final String APP = "/marathon/v2/apps/kafka";

  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CountDownLatch enough = new CountDownLatch(1);
  private HttpServer router;

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    router.createContext(
        "/",
        exchange -> {
          Deque<Answer> left =
              answers.getOrDefault(exchange.getRequestURI().getPath(), new ArrayDeque<>());
          // The last answer stays.
          Answer answer =
              left.isEmpty() ? new Answer(404, "{}") : left.size() == 1 ? left.peek() : left.pop();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    router.start();
  }

  @AfterEach
  void stop() {
    router.stop(0);
  }

  private void answer(String path, Answer... inTurn) {
    answers.put(path, new ArrayDeque<>(List.of(inTurn)));
  }

  private static Answer plan(int status, String broker, String errors) {
    return new Answer(
        status,
        """
        {"phases": [{"steps": [
          {"name": "broker-0", "status": "%s", "message": "Broker-0 is %s"},
          {"name": "broker-1", "status": "PENDING", "message": "Broker-1 is PENDING"}]}],
         "errors": [%s]}
        """
            .formatted(broker, broker, errors));
  }

  private static Answer death(int number) {
    return new Answer(
        200,
        "{\"app\": {\"lastTaskFailure\": {\"timestamp\": \"t%d\", \"message\": \"Set the colour.\"}}}"
            .formatted(number));
  }

  private boolean watch() throws Exception {
    RouterClient client =
        RouterClient.to(
            URI.create("http://127.0.0.1:" + router.getAddress().getPort()), Optional.empty());
    Lines lines = Lines.to(new PrintStream(out, true, StandardCharsets.UTF_8));
    return new DeploymentWatch(client, "/kafka", lines).await(enough);
  }

  private List<String> shown() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("^ *[0-9.]+ s  ", "").replaceAll(" +", " "))
        .toList();
  }

  @Test
  void showsEachChangeOnceUntilAllIsComplete() throws Exception {
    answer(
        PLAN,
        new Answer(503, "{\"message\": \"Service kafka doesn't run at the moment\"}"),
        plan(503, "IN_PROGRESS", ""),
        plan(503, "IN_PROGRESS", ""),
        plan(200, "COMPLETE", ""));

    assertThat(watch()).isTrue();

    assertThat(shown())
        .containsExactly(
            "broker-0 IN_PROGRESS Broker-0 is IN_PROGRESS",
            "broker-0 COMPLETE Broker-0 is COMPLETE");
  }

  @Test
  void waitsForBrokersThatComeBack() throws Exception {
    answer(PLAN, plan(200, "COMPLETE", ""));
    answer("/service/kafka/v1/brokers", new Answer(200, "{\"brokers\": [\"0\", \"1\"]}"));
    answer(
        "/service/kafka/v1/endpoints/broker",
        new Answer(200, "{\"address\": [\"a:1\"]}"),
        new Answer(200, "{\"address\": [\"a:1\"]}"),
        new Answer(200, "{\"address\": [\"a:1\", \"b:1\"]}"));

    answer("/service/kafka/v1/plans/recovery", plan(202, "IN_PROGRESS", ""));

    assertThat(watch()).isTrue();

    assertThat(shown())
        .containsExactly(
            "broker-0 IN_PROGRESS Broker-0 is IN_PROGRESS",
            "broker-0 COMPLETE Broker-0 is COMPLETE");
  }

  @Test
  void endsWhenTheServiceRefusesItsFirstConfiguration() {
    answer(PLAN, plan(503, "PENDING", "\"The heap is larger than the memory.\""));
    answer("/service/kafka/v1/brokers", new Answer(200, "{\"brokers\": []}"));

    assertThatThrownBy(this::watch)
        .isInstanceOf(KafkaLocalException.class)
        .hasMessage("The heap is larger than the memory.");
  }

  @Test
  void goesOnWithTheOldConfigurationWhenAChangeIsRefused() throws Exception {
    answer(PLAN, plan(503, "COMPLETE", "\"Decreasing this value is not supported.\""));
    answer("/service/kafka/v1/brokers", new Answer(200, "{\"brokers\": [\"0\"]}"));

    assertThat(watch()).isTrue();

    assertThat(shown()).contains("plan ERROR Decreasing this value is not supported.");
  }

  @Test
  void tellsWhyTheSchedulerDiesAndGivesUpAfterAWhile() {
    answer(APP, death(1), death(1), death(2), death(3), death(4), death(5));

    assertThatThrownBy(this::watch)
        .hasMessageContaining("has ended 5 times in a row")
        .hasMessageContaining("Set the colour.");
    assertThat(shown()).hasSize(5).containsOnly("scheduler ended Set the colour.");
  }

  @Test
  void stopsWhenAskedTo() throws Exception {
    enough.countDown();

    assertThat(watch()).isFalse();
  }
}
