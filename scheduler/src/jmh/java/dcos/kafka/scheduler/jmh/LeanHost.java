package dcos.kafka.scheduler.jmh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcos.kafka.mesos.wire.MessageFormat;
import dcos.kafka.mesos.wire.RecordIo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * {@link LeanMesos} behind Mesos' HTTP API, and a ZooKeeper in which its brokers register as Kafka
 * does: what the scheduler as a process takes for a large cluster.
 *
 * <pre>LeanHost AGENTS</pre>
 *
 * <p>Says on its standard output {@code <master> <zookeeper>} when all runs; ends with its standard
 * input.
 */
public final class LeanHost implements LeanMesos.Kafka {

  private static final String CHROOT = "/dcos-service-kafka";
  private static final long ROUND_MILLIS = 1000;
  private static final long PAUSE_MILLIS = 10;

  private final CuratorFramework zookeeper;
  private final LeanMesos mesos;
  private Optional<OutputStream> stream = Optional.empty();
  private long lastRound;

  private LeanHost(CuratorFramework zookeeper, int agents) {
    this.zookeeper = zookeeper;
    this.mesos = new LeanMesos(agents, this);
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    try (TestingServer ensemble = new TestingServer();
        CuratorFramework zookeeper =
            CuratorFrameworkFactory.newClient(
                ensemble.getConnectString(), new RetryOneTime(1000))) {
      zookeeper.start();
      for (String path : new String[] {"/brokers/ids", "/brokers/topics"}) {
        zookeeper.create().creatingParentsIfNeeded().forPath(CHROOT + path, new byte[0]);
      }
      LeanHost host = new LeanHost(zookeeper, Integer.parseInt(arguments[0]));
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.createContext("/api/v1/scheduler", host::answer);
      server.setExecutor(Executors.newCachedThreadPool());
      server.start();
      Thread pump = new Thread(host::pump, "pump");
      pump.setDaemon(true);
      pump.start();
      System.out.println(
          "http://127.0.0.1:" + server.getAddress().getPort() + " " + ensemble.getConnectString());
      try (BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        while (input.readLine() != null) {
          // nothing is asked of it
        }
      }
    }
    System.exit(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
    if (call.getType() == Call.Type.SUBSCRIBE) {
      exchange.getResponseHeaders().add("Content-Type", MessageFormat.PROTOBUF.mediaType());
      exchange.getResponseHeaders().add("Mesos-Stream-Id", "lean-" + System.nanoTime());
      exchange.sendResponseHeaders(200, 0);
      synchronized (this) {
        stream = Optional.of(exchange.getResponseBody());
        mesos.subscribe(call.getSubscribe().getSuppressedRolesCount() > 0);
      }
    } else {
      synchronized (this) {
        mesos.call(call, now());
      }
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    }
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private void pump() {
    while (true) {
      try {
        send();
        Thread.sleep(PAUSE_MILLIS);
      } catch (IOException e) {
        ended();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void ended() {
    stream = Optional.empty();
    mesos.disconnect();
  }

  private synchronized void send() throws IOException {
    if (stream.isEmpty()) {
      return;
    }
    if (mesos.isRoundDue() || now() - lastRound >= ROUND_MILLIS) {
      lastRound = now();
      mesos.allocate(lastRound);
    }
    Optional<Event> event = mesos.next();
    while (event.isPresent()) {
      stream.get().write(RecordIo.frame(event.get().toByteArray()));
      event = mesos.next();
    }
    stream.get().flush();
  }

  @Override
  public void up(int broker, String host, int port) {
    String registration =
        "{\"listener_security_protocol_map\":{\"PLAINTEXT\":\"PLAINTEXT\"},\"endpoints\":"
            + "[\"PLAINTEXT://%s:%d\"],\"jmx_port\":-1,\"host\":\"%s\",\"timestamp\":\"0\","
            + "\"port\":%d,\"version\":4}";
    try {
      zookeeper
          .create()
          .inBackground()
          .forPath(
              path(broker),
              registration.formatted(host, port, host, port).getBytes(StandardCharsets.UTF_8));
    } catch (Exception e) { // Curator declares no narrower one.
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void down(int broker) {
    try {
      zookeeper.delete().inBackground().forPath(path(broker));
    } catch (Exception e) { // Curator declares no narrower one.
      throw new IllegalStateException(e);
    }
  }

  private static String path(int broker) {
    return CHROOT + "/brokers/ids/" + broker;
  }
}
