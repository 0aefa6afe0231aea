package dcos.kafka.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MisfitTest {

  @Test
  void hasACodeForProgramsAndASentenceWithTheFiguresForPeople() {
    List<Misfit> all =
        List.of(
            new Misfit.TooLittle("cpus", 1.5, 0.25),
            new Misfit.StaticallyReserved("cpus", 4),
            new Misfit.NoMountDisk(5000, 0),
            new Misfit.PortTaken(9092),
            new Misfit.NoPort(9092, 10092),
            new Misfit.Misplaced("hostname:UNIQUE: another broker is on agent-1 already"),
            new Misfit.Maintained(Instant.parse("2026-01-01T00:00:00Z")),
            new Misfit.LivesElsewhere("agent-2"),
            new Misfit.NotYetFree("mem"));

    assertThat(all)
        .extracting(Misfit::code)
        .containsExactly(
            "NOT_ENOUGH_CPUS",
            "STATICALLY_RESERVED",
            "NO_MOUNT_DISK",
            "PORT_TAKEN",
            "NO_PORT",
            "PLACEMENT",
            "MAINTENANCE",
            "LIVES_ELSEWHERE",
            "RESERVED_NOT_OFFERED");
    assertThat(all)
        .extracting(Misfit::sentence)
        .satisfiesExactly(
            s -> assertThat(s).contains("1.5 of cpus").contains("0.25"),
            s -> assertThat(s).contains("4 of cpus").contains("statically"),
            s -> assertThat(s).contains("5000 MB").contains("has 0 MB"),
            s -> assertThat(s).contains("port 9092"),
            s -> assertThat(s).contains("9092-10092"),
            s -> assertThat(s).contains("agent-1"),
            s -> assertThat(s).contains("2026-01-01T00:00:00Z"),
            s -> assertThat(s).contains("agent-2"),
            s -> assertThat(s).contains("mem"));
  }
}
