package dcos.kafka.mesos.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.mesos.recording.Recording;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorEnvironmentTest {
  @Test
  void readsWhatARealAgentSets() {
    ExecutorEnvironment env = ExecutorEnvironment.from(recorded("authenticated-executor"));
    assertThat(env.agent()).isEqualTo(URI.create("http://127.0.0.13:5051"));
    assertThat(env.frameworkId().getValue()).isEqualTo("858b949c-c7d1-44bc-96a8-0f3d354fd8e1-0000");
    assertThat(env.executorId().getValue())
        .isEqualTo("broker-0-executor__8e873f5e-9f56-4125-af7a-c2ec51d3a09f");
    assertThat(env.sandbox().toString())
        .startsWith("/var/lib/mesos/a3/slaves/")
        .endsWith("/runs/37a2d168-5852-48ca-af0e-8db591fa16cf");
    assertThat(env.checkpoint()).isTrue();
    assertThat(env.recoveryTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(env.subscriptionBackoffMax()).isEqualTo(Duration.ofSeconds(2));
    assertThat(env.shutdownGracePeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(env.authenticationToken()).get().asString().startsWith("eyJhbGci");
    assertThat(env.toString()).doesNotContain("eyJhbGci");
  }

  @Test
  void whatMayBeAbsentHasMesosDefaults() {
    ExecutorEnvironment env =
        ExecutorEnvironment.from(
            Map.of(
                "MESOS_AGENT_ENDPOINT", "a:5051",
                "MESOS_FRAMEWORK_ID", "f",
                "MESOS_EXECUTOR_ID", "e",
                "MESOS_SANDBOX", "/s",
                "LIBPROCESS_SSL_ENABLED", "true"));
    assertThat(env.agent()).isEqualTo(URI.create("https://a:5051"));
    assertThat(env.checkpoint()).isFalse();
    assertThat(env.authenticationToken()).isEmpty();
    assertThat(env.recoveryTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(env.subscriptionBackoffMax()).isEqualTo(Duration.ofSeconds(2));
    assertThat(env.shutdownGracePeriod()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MESOS_AGENT_ENDPOINT",
        "MESOS_FRAMEWORK_ID",
        "MESOS_EXECUTOR_ID",
        "MESOS_SANDBOX"
      })
  void namesTheVariableThatIsMissing(String name) {
    Map<String, String> env = recorded("custom-executor-kill");
    env.remove(name);
    assertThatThrownBy(() -> ExecutorEnvironment.from(env))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " isn't set. An executor is started by a Mesos agent, which sets it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a_b:5051", "a:b", "a b:5051"})
  void namesAnEndpointThatIsNone(String endpoint) {
    Map<String, String> env = recorded("custom-executor-kill");
    env.put("MESOS_AGENT_ENDPOINT", endpoint);
    assertThatThrownBy(() -> ExecutorEnvironment.from(env))
        .hasMessage("MESOS_AGENT_ENDPOINT is \"" + endpoint + "\", which isn't host:port");
  }

  @Test
  void namesTheVariableThatIsNoDuration() {
    Map<String, String> env = recorded("custom-executor-kill");
    env.put("MESOS_RECOVERY_TIMEOUT", "soon");
    assertThatThrownBy(() -> ExecutorEnvironment.from(env))
        .hasMessage(
            "MESOS_RECOVERY_TIMEOUT is \"soon\"; expected a duration such as 15mins or 2secs");
  }

  @ParameterizedTest
  @CsvSource({
    "15mins, PT15M",
    "2secs, PT2S",
    "1.5hrs, PT1H30M",
    "0ns, PT0S",
    "100us, PT0.0001S",
    "250ms, PT0.25S",
    "1days, P1D",
    "3weeks, P21D",
    "0.5secs, PT0.5S"
  })
  void readsDurationsAsMesosWritesThem(String text, Duration expected) {
    assertThat(MesosDuration.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "15", "secs", "-1secs", "1 secs", "1sec", "1.secs", "1e3secs", "99999weeks"})
  void noDurationIsEmpty(String text) {
    assertThat(MesosDuration.parse(text)).isEmpty();
  }

  static Map<String, String> recorded(String name) {
    Map<String, String> env = new HashMap<>();
    Recording.load(name)
        .ofKind("executor-environment")
        .get(0)
        .json()
        .path("env")
        .properties()
        .forEach(it -> env.put(it.getKey(), it.getValue().asText()));
    return env;
  }
}
