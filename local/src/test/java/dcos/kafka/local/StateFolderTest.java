package dcos.kafka.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcos.kafka.local.process.SandboxProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path parent;

  @Test
  void folderOfSomethingElseIsLeftAlone() throws Exception {
    Files.writeString(parent.resolve("letter.txt"), "Dear Franz");

    assertThatThrownBy(() -> StateFolder.open(parent))
        .isInstanceOf(KafkaLocalException.class)
        .hasMessageContaining("holds something other than a local DC/OS");
    assertThat(parent.resolve("letter.txt")).exists();
  }

  @Test
  void saysWhatFolderCannotBeWritten() throws Exception {
    Path file = Files.writeString(parent.resolve("letter.txt"), "Dear Franz");

    assertThatThrownBy(() -> StateFolder.open(file.resolve("below")))
        .isInstanceOf(KafkaLocalException.class)
        .hasMessageContaining("below can't be made or written")
        .hasMessageContaining("--dir");
  }

  @Test
  void emptyFolderAndOneOfOursAreTaken() throws Exception {
    try (StateFolder folder = StateFolder.open(parent.resolve("new"))) {
      Addresses.of(folder.path()).zookeeper();
    }
    try (StateFolder again = StateFolder.open(parent.resolve("new"))) {
      assertThat(Addresses.exist(again.path())).isTrue();
    }
  }

  @Test
  void emptyingEndsWhatWasLeftRunning() throws Exception {
    Path sandbox = Files.createDirectories(parent.resolve("marathon/sandboxes/kafka"));
    Addresses.of(parent).zookeeper();
    SandboxProcess left =
        SandboxProcess.startShell(
            sandbox,
            "exec sleep 1000",
            Map.of("MESOS_SANDBOX", sandbox.toString(), "PATH", "/bin:/usr/bin"));
    SandboxProcess other =
        SandboxProcess.startShell(
            parent,
            "exec sleep 1000",
            Map.of("MESOS_SANDBOX", "/elsewhere", "PATH", "/bin:/usr/bin"));
    try (StateFolder folder = StateFolder.open(parent)) {
      folder.empty();

      await().until(() -> !left.isAlive());
      assertThat(other.isAlive()).isTrue();
      assertThat(parent.resolve("marathon")).doesNotExist();
      assertThat(Addresses.exist(parent)).isFalse();
    } finally {
      other.kill();
      left.kill();
    }
  }
}
