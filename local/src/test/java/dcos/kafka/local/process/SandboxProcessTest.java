package dcos.kafka.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxProcessTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/bin:/bin", "GREETING", "hello");

  private @TempDir Path sandbox;
  private final List<SandboxProcess> started = new ArrayList<>();

  @AfterEach
  void endsWhatItStarted() {
    started.forEach(SandboxProcess::kill);
  }

  @Test
  void runsInItsSandboxWithExactlyItsEnvironmentAndOutputInFiles() throws Exception {
    SandboxProcess process = shell("echo $GREETING; pwd; echo oops >&2; echo ${HOME-none}; exit 3");

    assertThat(exit(process)).isEqualTo(new ProcessExit(OptionalInt.of(3)));
    assertThat(Files.readString(sandbox.resolve("stdout")))
        .isEqualTo("hello\n" + sandbox.toRealPath() + "\nnone\n");
    assertThat(Files.readString(sandbox.resolve("stderr"))).isEqualTo("oops\n");
    assertThat(exit(process).describe()).isEqualTo("exited with status 3");
  }

  @Test
  void killsTheWholeTreeAlsoThoseThatLeftTheGroup() throws Exception {
    SandboxProcess process =
        shell("sleep 1000 & echo $! > a; setsid sh -c 'echo $$ > b; exec sleep 1000' & wait");
    List<Long> children = List.of(pid("a"), pid("b"));

    process.kill();

    assertThat(exit(process).describe()).isEqualTo("terminated with signal Killed");
    await().untilAsserted(() -> assertThat(children).noneMatch(SandboxProcessTest::runs));
  }

  @Test
  void leavesNoOrphansWhenTheLeaderEnds() throws Exception {
    SandboxProcess process = shell("sleep 1000 & echo $! > a; exit 0");

    assertThat(exit(process).successful()).isTrue();
    long orphan = pid("a");
    await().untilAsserted(() -> assertThat(runs(orphan)).isFalse());
  }

  @Test
  void stopsGentlyFirstAndByForceAfterTheGrace() throws Exception {
    SandboxProcess gentle = shell("trap 'exit 7' TERM; touch ready; while :; do sleep 0.01; done");
    await().until(() -> Files.exists(sandbox.resolve("ready")));
    assertThat(gentle.stop(Duration.ofMinutes(1)).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isEqualTo(new ProcessExit(OptionalInt.of(7)));

    SandboxProcess stubborn = shell("trap '' TERM; touch deaf; while :; do sleep 0.01; done");
    await().until(() -> Files.exists(sandbox.resolve("deaf")));
    assertThat(
            stubborn.stop(Duration.ofMillis(100)).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isEqualTo(new ProcessExit(OptionalInt.of(137)));
  }

  @Test
  void attachesByIdentityAndSeesTheEndWithoutItsCode() throws Exception {
    SandboxProcess process = shell("exec sleep 1000");

    SandboxProcess attached = SandboxProcess.attach(process.identity()).orElseThrow();
    assertThat(attached.isAlive()).isTrue();
    attached.kill();

    assertThat(exit(attached).describe()).isEqualTo("terminated with unknown status");
    assertThat(SandboxProcess.attach(process.identity())).isEmpty();
  }

  @Test
  void knowsTheExitCodeOfAnAttachedProcessThatIsRemembered() throws Exception {
    SandboxProcess process =
        SandboxProcess.startRemembered(
            sandbox, List.of("/bin/sh", "-c", "touch up; exec sleep 1000"), ENVIRONMENT);
    started.add(process);
    await().until(() -> Files.exists(sandbox.resolve("up")));

    SandboxProcess attached = SandboxProcess.attach(process.identity(), sandbox).orElseThrow();
    attached.terminate();

    assertThat(exit(attached).describe()).isEqualTo("terminated with signal Terminated");
    assertThat(exit(process)).isEqualTo(exit(attached));
  }

  @Test
  void doesNotAttachToAnotherProcessThatGotTheSameId() throws Exception {
    SandboxProcess process = shell("exec sleep 1000");
    ProcessIdentity earlier =
        new ProcessIdentity(process.identity().pid(), process.identity().startedAt() - 60_000);

    assertThat(SandboxProcess.attach(earlier)).isEmpty();
  }

  private SandboxProcess shell(String command) throws Exception {
    SandboxProcess process = SandboxProcess.startShell(sandbox, command, ENVIRONMENT);
    started.add(process);
    return process;
  }

  private static ProcessExit exit(SandboxProcess process) throws Exception {
    return process.exit().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private long pid(String file) {
    Path path = sandbox.resolve(file);
    await().until(() -> Files.exists(path) && !Files.readString(path).isBlank());
    try {
      return Long.parseLong(Files.readString(path).strip());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(ProcessTree::isRunning).isPresent();
  }
}
