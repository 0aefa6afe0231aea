package dcos.kafka.local;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.local.web.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {
  @TempDir private Path folder;

  @Test
  void areTheSameEverAfter() throws IOException {
    Addresses first = Addresses.of(folder);
    int zookeeper = first.zookeeper();
    Addresses.Agent agent = first.agent(1);

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(agent.host()))) {
      Addresses second = Addresses.of(folder);

      assertThat(taken.isBound()).isTrue();
      assertThat(second.zookeeper()).isEqualTo(zookeeper);
      assertThat(second.agent(1)).isEqualTo(agent);
      assertThat(second.agent(0)).isEqualTo(first.agent(0)).isNotEqualTo(agent);
    }
  }

  @Test
  void areAllAtTheNetworkThatTheyWereChosenAt() throws IOException {
    Addresses first = Addresses.of(folder, "127.0.7");

    assertThat(first.host()).isEqualTo("127.0.7.1");
    assertThat(first.agent(0).host()).isEqualTo("127.0.7.1");
    assertThat(first.agent(1).host()).isEqualTo("127.0.7.2");
    assertThat(Addresses.of(folder).host()).isEqualTo("127.0.7.1");
    assertThat(Addresses.of(folder.resolve("other")).host()).isEqualTo("127.0.0.1");
  }

  @Test
  void portThatSomebodyHasIsNotChosen() throws IOException {
    String host = "127.0.0.1";
    int free = FreePorts.any(host, Set.of());
    try (ServerSocket taken = new ServerSocket(free, 1, InetAddress.getByName(host))) {
      assertThat(FreePorts.preferably(taken.getLocalPort(), host)).isNotEqualTo(free);
    }
    assertThat(FreePorts.preferably(free, host)).isEqualTo(free);
  }
}
