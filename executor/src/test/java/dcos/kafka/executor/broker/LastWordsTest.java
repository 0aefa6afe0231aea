package dcos.kafka.executor.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWordsTest {
  private final LastWords words = new LastWords();

  @Test
  void prefersTheErrorToTheShutdownThatFollowsIt() {
    words.out("[1] INFO starting (kafka)");
    words.out("[2] ERROR Fatal error during startup (kafka)");
    words.out("java.io.IOException: no space left");
    words.out("\tat kafka.Kafka.main(Kafka.scala)");
    words.out("[3] INFO shutting down (kafka)");
    assertThat(words.text())
        .isEqualTo(
            "[2] ERROR Fatal error during startup (kafka)\njava.io.IOException: no space left");
  }

  @Test
  void countsAllOfTheErrorOutput() {
    words.out("[1] INFO starting (kafka)");
    words.err("Unrecognized VM option");
    assertThat(words.text()).isEqualTo("Unrecognized VM option");
  }

  @Test
  void givesTheLastLinesWhenNothingWasWrong() {
    words.out("[1] INFO starting (kafka)");
    words.out("[2] INFO done (kafka)");
    assertThat(words.text()).isEqualTo("[1] INFO starting (kafka)\n[2] INFO done (kafka)");
  }

  @Test
  void staysShort() {
    for (int i = 0; i < 1000; i++) {
      words.err("line " + i);
    }
    assertThat(words.text()).hasSizeLessThanOrEqualTo(1000).endsWith("line 999");
    words.err("x".repeat(5000));
    assertThat(words.text()).isEqualTo("x".repeat(1000));
  }
}
