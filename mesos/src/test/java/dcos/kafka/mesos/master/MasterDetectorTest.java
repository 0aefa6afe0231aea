package dcos.kafka.mesos.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterDetectorTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5055, http://127.0.0.1:5055",
    "leader.mesos, http://leader.mesos:5050",
    "http://leader.mesos:5050, http://leader.mesos:5050",
    "http://leader.mesos:5050/, http://leader.mesos:5050",
    "http://leader.mesos, http://leader.mesos:80",
    "https://leader.mesos, https://leader.mesos:443",
    "https://cluster.example:8443/mesos/, https://cluster.example:8443/mesos",
    "[::1]:5050, http://[::1]:5050"
  })
  void oneMasterIsItsOwnLeader(String text, URI expected) {
    try (MasterDetector detector = MasterDetector.of(text)) {
      assertThat(detector.leader()).isCompletedWithValue(expected);
      detector.suspect(expected);
      assertThat(detector.leader()).isCompletedWithValue(expected);
    }
  }

  @Test
  void aListIsTakenInTurns() {
    URI a = URI.create("http://a:5050");
    URI b = URI.create("http://b:5051");
    try (MasterDetector detector = MasterDetector.of(" a, b:5051 ")) {
      assertThat(detector.leader()).isCompletedWithValue(a);
      detector.suspect(b);
      assertThat(detector.leader()).as("b was not the one named").isCompletedWithValue(a);
      detector.suspect(a);
      assertThat(detector.leader()).isCompletedWithValue(b);
      detector.suspect(b);
      assertThat(detector.leader()).isCompletedWithValue(a);
    }
  }

  @Test
  void zooKeeperAddressesKeepServersPathAndCredentials() {
    assertThat(MasterAddress.parse("zk://a:2181,b:2182,c/mesos"))
        .isEqualTo(
            new MasterAddress.InZooKeeper("a:2181,b:2182,c:2181", "/mesos", Optional.empty()));
    MasterAddress secret = MasterAddress.parse("zk://me:pa$$@a:2181/dcos/mesos");
    assertThat(secret)
        .isEqualTo(new MasterAddress.InZooKeeper("a:2181", "/dcos/mesos", Optional.of("me:pa$$")));
    assertThat(secret.toString()).doesNotContain("pa$$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "a,",
        "a:b",
        "a:5050/x",
        "zk://",
        "zk://a:2181",
        "zk://a:2181/",
        "zk://a:x/mesos",
        "ftp://a:1",
        "user@a:5050",
        "http://",
        "a b"
      })
  void saysWhatItExpects(String text) {
    assertThatThrownBy(() -> MasterDetector.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected zk://host:port,host:port/mesos, host:port");
  }
}
