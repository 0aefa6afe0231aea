package dcos.kafka.scheduler;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import dcos.kafka.mesos.wire.RecordIo;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Runs the packaged scheduler once through a deployment, so that the JVM can note which classes
 * that takes. Part of the packaging. Mesos is one that agrees to everything, and no Kafka runs:
 * what counts is what the scheduler loads.
 */
final class TrainingRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int OK = 200;
  private static final List<String> CALLS =
      List.of(
          "/v1/health",
          "/v1/brokers",
          "/v1/brokers/0",
          "/v1/topics",
          "/v1/endpoints/broker",
          "/v1/configurations/target",
          "/v1/plans",
          "/v1/events",
          "/v1/debug/offers",
          "/v1/no-such-path");

  private final TestingServer zooKeeper = new TestingServer();
  private final HttpServer master = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
  private OutputStream events = OutputStream.nullOutputStream();

  private TrainingRun() throws Exception {}

  /**
   * Takes the folder that holds the unpacked scheduler, and leaves the archive of classes in there.
   */
  public static void main(String[] arguments) throws Exception {
    Path sandbox = Path.of(arguments[0]);
    new TrainingRun().run(sandbox);
    Path archive = sandbox.resolve("kafka-scheduler/lib/scheduler.jsa");
    if (!Files.exists(archive)) {
      throw new IOException(archive + " was not written");
    }
    System.exit(0);
  }

  private void run(Path sandbox) throws Exception {
    master.createContext("/api/v1/scheduler", this::answer);
    master.setExecutor(Executors.newCachedThreadPool());
    master.start();
    int port = freePort();
    ProcessBuilder command =
        new ProcessBuilder(
            "./kafka-scheduler/bin/kafka-scheduler",
            "server",
            "./kafka-scheduler/conf/scheduler.yml");
    command.directory(sandbox.toFile()).inheritIO();
    command
        .environment()
        .put(
            "KAFKA_SCHEDULER_ARCHIVE",
            "-XX:ArchiveClassesAtExit=kafka-scheduler/lib/scheduler.jsa");
    command.environment().put("FRAMEWORK_NAME", "kafka");
    command.environment().put("USER", "nobody");
    command.environment().put("PORT_API", String.valueOf(port));
    command.environment().put("MESOS_MASTER", "127.0.0.1:" + master.getAddress().getPort());
    command.environment().put("MESOS_ZOOKEEPER_URI", zooKeeper.getConnectString());
    command.environment().put("KAFKA_URI", "file:///kafka.tgz");
    command.environment().put("EXECUTOR_URI", "file:///executor.tgz");
    command.environment().put("DEPLOY_STRATEGY", "parallel");
    Process scheduler = command.start();
    try (CuratorFramework curator =
        CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryOneTime(100))) {
      curator.start();
      register(curator);
      awaitComplete(port);
      for (String path : CALLS) {
        get(port, path);
      }
    } finally {
      scheduler.destroy();
      scheduler.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      scheduler.destroyForcibly();
      master.stop(0);
      zooKeeper.close();
    }
  }

  /** As brokers do; nobody answers at their addresses. */
  private static void register(CuratorFramework curator) throws Exception {
    for (int id = 0; id < 3; id++) {
      String content =
          """
          {"version":4,"host":"127.0.0.1","port":9,"endpoints":["PLAINTEXT://127.0.0.1:9"],\
          "listener_security_protocol_map":{"PLAINTEXT":"PLAINTEXT"},"jmx_port":-1,"timestamp":"1"}""";
      curator
          .create()
          .creatingParentsIfNeeded()
          .forPath(
              "/dcos-service-kafka/brokers/ids/" + id, content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Call.Builder call = Call.newBuilder();
    try {
      MessageFormat.PROTOBUF.decode(exchange.getRequestBody().readAllBytes(), call);
    } catch (MalformedMessageException e) {
      throw new IOException(e);
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      exchange.getResponseHeaders().add("Mesos-Stream-Id", UUID.randomUUID().toString());
      exchange.getResponseHeaders().add("Content-Type", MessageFormat.PROTOBUF.mediaType());
      exchange.sendResponseHeaders(OK, 0);
      subscribed(exchange.getResponseBody());
      return;
    }
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
    if (call.getType() == Call.Type.ACCEPT) {
      for (Offer.Operation operation : call.getAccept().getOperationsList()) {
        for (TaskInfo task : operation.getLaunchGroup().getTaskGroup().getTasksList()) {
          running(task);
        }
        for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
          running(task);
        }
      }
    }
  }

  private synchronized void subscribed(OutputStream stream) throws IOException {
    events = stream;
    Event.Builder subscribed = Event.newBuilder().setType(Event.Type.SUBSCRIBED);
    subscribed
        .getSubscribedBuilder()
        .setHeartbeatIntervalSeconds(15)
        .setFrameworkId(FrameworkID.newBuilder().setValue(TestService.FRAMEWORK_ID))
        .setMasterInfo(
            MasterInfo.newBuilder().setId("master").setIp(0).setPort(5050).setVersion("1.11.0"));
    tell(subscribed);
    Event.Builder offers = Event.newBuilder().setType(Event.Type.OFFERS);
    for (int agent = 1; agent <= 3; agent++) {
      offers.getOffersBuilder().addOffers(TestOffer.roomy(agent));
    }
    tell(offers);
  }

  private synchronized void running(TaskInfo task) throws IOException {
    for (TaskState state : List.of(TaskState.TASK_STARTING, TaskState.TASK_RUNNING)) {
      Event.Builder update = Event.newBuilder().setType(Event.Type.UPDATE);
      update
          .getUpdateBuilder()
          .setStatus(
              TaskStatus.newBuilder()
                  .setTaskId(task.getTaskId())
                  .setAgentId(task.getAgentId())
                  .setState(state)
                  .setHealthy(true)
                  .setUuid(ByteString.copyFromUtf8(UUID.randomUUID().toString().substring(0, 16))));
      tell(update);
    }
  }

  private void tell(Event.Builder event) throws IOException {
    events.write(RecordIo.frame(MessageFormat.PROTOBUF.encode(event.build())));
    events.flush();
  }

  private static void awaitComplete(int port) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (get(port, "/v1/plan") != OK) {
      if (System.nanoTime() > deadline) {
        throw new IOException("The plan is not complete after " + PATIENCE);
      }
      Thread.sleep(200);
    }
  }

  private static int get(int port, String path) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
