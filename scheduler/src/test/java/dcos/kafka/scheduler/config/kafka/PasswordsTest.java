package dcos.kafka.scheduler.config.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.KafkaConfiguration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private static final Map<String, String> OPTIONS =
      Map.of(
          "ssl.keystore.password", "hunter2",
          "listener.name.inside.plain.sasl.jaas.config", "hunter3",
          "log.retention.hours", "100");

  private static final SortedMap<String, String> SEALED =
      Passwords.sealed(OPTIONS, () -> new byte[16]);

  private static List<String> unknown(Map<String, String> options) {
    return Passwords.unknown(KafkaConfiguration.defaults("zk:2181/kafka").withOverrides(options));
  }

  @Test
  void aSealShowsNothingOfThePassword() {
    assertThat(SEALED.toString()).doesNotContain("hunter");
    assertThat(SEALED).containsEntry("log.retention.hours", "100");
    assertThat(SEALED.get("ssl.keystore.password"))
        .isEqualTo(Passwords.sealed(OPTIONS, () -> new byte[16]).get("ssl.keystore.password"))
        .isNotEqualTo(
            Passwords.sealed(OPTIONS, "a salt of its own"::getBytes).get("ssl.keystore.password"));
  }

  @Test
  void theSamePasswordOpensIt() {
    assertThat(Passwords.opened(SEALED, OPTIONS)).isEqualTo(OPTIONS);
    assertThat(unknown(OPTIONS)).isEmpty();
  }

  @Test
  void anotherOneOrNoneDoesNot() {
    Map<String, String> now = Map.of("ssl.keystore.password", "hunter4");

    SortedMap<String, String> opened = Passwords.opened(SEALED, now);

    assertThat(opened).isEqualTo(SEALED);
    assertThat(unknown(opened))
        .containsExactly("listener.name.inside.plain.sasl.jaas.config", "ssl.keystore.password");
  }

  @Test
  void whatIsSealedIsNotSealedAgain() {
    assertThat(Passwords.sealed(SEALED, () -> new byte[16])).isEqualTo(SEALED);
  }

  @Test
  void aDamagedSealFitsNothing() {
    Map<String, String> damaged = Map.of("ssl.keystore.password", "[sealed] x");

    assertThat(Passwords.opened(damaged, OPTIONS)).isEqualTo(damaged);
  }
}
