package dcos.kafka.scheduler.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskPhaseTest {

  private static final List<String> PHASES =
      List.of("LAUNCHING", "STARTING", "RUNNING", "KILLING", "UNREACHABLE", "ENDED", "GONE");

  /** One line for each state that Mesos can report, one column for each phase it may find. */
  private static final String TABLE =
      """
      reported                  LAUNCHING   STARTING    RUNNING     KILLING     UNREACHABLE ENDED GONE
      TASK_STAGING              LAUNCHING   STARTING    RUNNING     KILLING     LAUNCHING   ENDED GONE
      TASK_STARTING             STARTING    STARTING    RUNNING     KILLING     STARTING    ENDED GONE
      TASK_RUNNING              RUNNING     RUNNING     RUNNING     KILLING     RUNNING     ENDED GONE
      TASK_KILLING              KILLING     KILLING     KILLING     KILLING     KILLING     ENDED GONE
      TASK_UNREACHABLE          UNREACHABLE UNREACHABLE UNREACHABLE UNREACHABLE UNREACHABLE ENDED GONE
      TASK_UNKNOWN              UNREACHABLE UNREACHABLE UNREACHABLE UNREACHABLE UNREACHABLE ENDED GONE
      TASK_LOST                 UNREACHABLE UNREACHABLE UNREACHABLE UNREACHABLE UNREACHABLE ENDED GONE
      TASK_FINISHED             ENDED       ENDED       ENDED       ENDED       ENDED       ENDED GONE
      TASK_FAILED               ENDED       ENDED       ENDED       ENDED       ENDED       ENDED GONE
      TASK_KILLED               ENDED       ENDED       ENDED       ENDED       ENDED       ENDED GONE
      TASK_ERROR                ENDED       ENDED       ENDED       ENDED       ENDED       ENDED GONE
      TASK_DROPPED              ENDED       ENDED       ENDED       ENDED       ENDED       ENDED GONE
      TASK_GONE                 ENDED       ENDED       ENDED       ENDED       ENDED       ENDED GONE
      TASK_GONE_BY_OPERATOR     GONE        GONE        GONE        GONE        GONE        GONE  GONE
      """;

  static Stream<Arguments> table() {
    return TABLE
        .lines()
        .skip(1)
        .map(line -> line.split(" +"))
        .flatMap(
            cells ->
                PHASES.stream()
                    .map(
                        phase ->
                            Arguments.of(
                                TaskPhase.valueOf(phase),
                                TaskState.valueOf(cells[0]),
                                TaskPhase.valueOf(cells[PHASES.indexOf(phase) + 1]))));
  }

  @ParameterizedTest(name = "{0} after {1} is {2}")
  @MethodSource("table")
  void followsTheTable(TaskPhase phase, TaskState reported, TaskPhase expected) {
    assertThat(phase.after(reported)).isEqualTo(expected);
  }

  @Test
  void hasATableOfAllPhasesAndAllStates() {
    assertThat(PHASES)
        .containsExactly(Stream.of(TaskPhase.values()).map(Enum::name).toArray(String[]::new));
    assertThat(table()).hasSize(TaskPhase.values().length * TaskState.values().length);
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void staysWhereItIsWhenAReportComesTwice(TaskState reported) {
    for (TaskPhase phase : TaskPhase.values()) {
      TaskPhase once = phase.after(reported);
      assertThat(once.after(reported)).isEqualTo(once);
    }
  }

  @Test
  void takesNothingButAnEndForTheEnd() {
    assertThat(TaskPhase.values())
        .filteredOn(phase -> !phase.mayBeAlive())
        .containsExactly(TaskPhase.ENDED, TaskPhase.GONE);
  }
}
