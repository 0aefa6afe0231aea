package dcos.kafka.executor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static BrokerProbe probe(int port) {
    return new BrokerProbe("127.0.0.1", port, true);
  }

  @Test
  void asksANewBrokerInTheVersionThatTheNewestKnow() throws IOException {
    try (FakeBroker broker = new FakeBroker(9)) {
      assertThat(probe(broker.port()).ask(TIMEOUT)).isEmpty();
      assertThat(broker.requests()).containsExactly("18:0", "3:4");
    }
  }

  @Test
  void asksAnOldBrokerInAVersionThatItKnows() throws IOException {
    try (FakeBroker broker = new FakeBroker(2)) {
      assertThat(probe(broker.port()).ask(TIMEOUT)).isEmpty();
      assertThat(broker.requests()).containsExactly("18:0", "3:1");
    }
  }

  @Test
  void findsThatABrokerDoesNotAnswerInTime() throws IOException {
    try (FakeBroker broker = new FakeBroker(9)) {
      broker.silence();
      assertThat(probe(broker.port()).ask(Duration.ofMillis(200)))
          .hasValueSatisfying(
              problem -> assertThat(problem).endsWith("it did not answer within 0.2 s"));
    }
  }

  @Test
  void isContentWithAConnectionWhereItCanNotAsk() throws IOException {
    try (FakeBroker broker = new FakeBroker(9)) {
      broker.silence();
      assertThat(new BrokerProbe("127.0.0.1", broker.port(), false).ask(TIMEOUT)).isEmpty();
      assertThat(broker.requests()).isEmpty();
    }
  }

  @Test
  void findsThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(probe(port).ask(TIMEOUT))
        .contains("the broker at 127.0.0.1:" + port + " failed: Connection refused");
  }

  @Test
  void findsThatSomethingElseListens() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread http =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write("HTTP/1.1 400 Bad Request".getBytes());
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The probe has had enough.
                }
              });
      http.start();
      assertThat(probe(server.getLocalPort()).ask(TIMEOUT))
          .hasValueSatisfying(problem -> assertThat(problem).contains("is not Kafka's"));
      http.join();
    }
  }
}
