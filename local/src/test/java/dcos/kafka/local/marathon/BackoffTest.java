package dcos.kafka.local.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SHORT = Duration.ofSeconds(9);
  private static final Duration LONG = Duration.ofSeconds(10);

  private static Backoff.Limits limits(String more) throws Exception {
    ObjectNode app =
        (ObjectNode) new ObjectMapper().readTree("{\"id\": \"a\", \"cmd\": \"true\"" + more + "}");
    return AppDefinition.parse(app, "1").backoff();
  }

  @Test
  void growsAfterShortRunsAndBeginsAnewAfterALongOne() throws Exception {
    Backoff backoff = new Backoff(limits(""));

    assertThat(backoff.after(SHORT)).isEqualTo(Duration.ofMillis(1000));
    assertThat(backoff.after(SHORT)).isEqualTo(Duration.ofMillis(1150));
    assertThat(backoff.after(LONG)).isEqualTo(Duration.ofMillis(1000));
  }

  @Test
  void goesByWhatTheAppSays() throws Exception {
    Backoff backoff =
        new Backoff(
            limits(", \"backoffSeconds\": 2, \"backoffFactor\": 3, \"maxLaunchDelaySeconds\": 7"));

    assertThat(backoff.after(SHORT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.after(SHORT)).isEqualTo(Duration.ofSeconds(6));
    assertThat(backoff.after(SHORT)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void mayBeNone() throws Exception {
    Backoff backoff = new Backoff(limits(", \"backoffSeconds\": 0"));

    assertThat(backoff.after(SHORT)).isZero();
    assertThat(backoff.after(SHORT)).isZero();
  }
}
