package dcos.kafka.executor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsdAgentTest {
  private static final MetricBeans BEANS =
      new MetricBeans(ManagementFactory.getPlatformMBeanServer(), "kafka.broker-0");

  private static DatagramSocket socket() throws Exception {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void sendsDatagrams() throws Exception {
    try (DatagramSocket receiver = socket();
        DatagramSocket sender = socket()) {
      new StatsdAgent("127.0.0.1", receiver.getLocalPort(), BEANS).tell(sender);

      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      receiver.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
          .startsWith("kafka.broker-0.java.lang.")
          .contains("|g\n");
    }
  }

  @Test
  void bearsAReceiverThatIsAwayOrUnknown() throws Exception {
    int closed;
    try (DatagramSocket gone = socket()) {
      closed = gone.getLocalPort();
    }
    try (DatagramSocket sender = socket()) {
      StatsdAgent away = new StatsdAgent("127.0.0.1", closed, BEANS);
      StatsdAgent unknown = new StatsdAgent("no such host", 8125, BEANS);

      assertThatCode(
              () -> {
                away.tell(sender);
                away.tell(sender);
                unknown.tell(sender);
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void isNotThereWhereNoReceiverIsKnown() {
    assertThat(StatsdAgent.option(Map.of(), Path.of("/sandbox"), "p")).isEmpty();
    assertThat(
            StatsdAgent.option(
                Map.of("STATSD_UDP_HOST", "h", "STATSD_UDP_PORT", "0"), Path.of("/sandbox"), "p"))
        .isEmpty();
  }
}
