package dcos.kafka.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs in a sandbox folder as the leader of its own session and process group, so
 * that no signal to our terminal reaches it and it can be ended with everything that it has
 * started. Its output goes to {@code stdout} and {@code stderr} in the sandbox, appended.
 *
 * <p>When the leader ends, by itself or not, what it left behind in its session is killed, as Mesos
 * does with a container, before {@link #exit()} completes. Safe for use by several threads.
 */
public final class SandboxProcess {
  /**
   * The system computes start times from its boot time in whole seconds, which two JVMs may see
   * differently.
   */
  private static final long START_TOLERANCE_MILLIS = 2_000;

  /**
   * {@link ProcessHandle#onExit()} sleeps up to 5 s between looks at a process that is not this
   * JVM's child.
   */
  private static final long POLL_MILLIS = 100;

  private static final String EXIT_FILE = ".exit-code";

  private final ProcessHandle handle;
  private final ProcessIdentity identity;
  private final CompletableFuture<ProcessExit> exit;

  private SandboxProcess(
      ProcessHandle handle, ProcessIdentity identity, CompletableFuture<ProcessExit> end) {
    this.handle = handle;
    this.identity = identity;
    this.exit =
        end.thenApplyAsync(
            how -> {
              ProcessTree.signal(identity.pid(), ProcessTree.Signal.KILL);
              return how;
            });
  }

  /**
   * Starts {@code command} in {@code sandbox}.
   *
   * @param command program and arguments
   * @param environment all of its environment: nothing is inherited, not even {@code PATH}
   * @throws IOException when the sandbox doesn't exist or the program can't be started
   */
  public static SandboxProcess start(
      Path sandbox, List<String> command, Map<String, String> environment) throws IOException {
    List<String> inSession = new ArrayList<>();
    ProcessTree.setsid().ifPresent(inSession::add);
    inSession.addAll(command);
    File folder = sandbox.toFile();
    ProcessBuilder builder =
        new ProcessBuilder(inSession)
            .directory(folder)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder, "stdout")))
            .redirectError(ProcessBuilder.Redirect.appendTo(new File(folder, "stderr")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new SandboxProcess(
        process.toHandle(),
        new ProcessIdentity(process.pid(), startedAt(process.toHandle()).orElse(0L)),
        process.onExit().thenApply(ended -> new ProcessExit(OptionalInt.of(ended.exitValue()))));
  }

  /** Starts a line of shell, as {@link #start}; Mesos' and Marathon's {@code cmd}. */
  public static SandboxProcess startShell(
      Path sandbox, String command, Map<String, String> environment) throws IOException {
    return start(sandbox, List.of("/bin/sh", "-c", command), environment);
  }

  /**
   * Starts {@code command} as {@link #start} does, so that its exit code can also be known by
   * {@link #attach(ProcessIdentity, Path)}. A shell, which is the leader then, waits for it and
   * writes the code into the sandbox.
   */
  public static SandboxProcess startRemembered(
      Path sandbox, List<String> command, Map<String, String> environment) throws IOException {
    // SIGTERM goes to all of the session: the shell must not end before it has written.
    String script = "trap : TERM; \"$@\"; code=$?; echo $code > " + EXIT_FILE + "; exit $code";
    List<String> remembered = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    remembered.addAll(command);
    return start(sandbox, remembered, environment);
  }

  /**
   * {@link #attach(ProcessIdentity)} to one that was {@linkplain #startRemembered started} so that
   * its exit code is remembered in {@code sandbox}.
   */
  public static Optional<SandboxProcess> attach(ProcessIdentity identity, Path sandbox) {
    return running(identity)
        .map(
            handle ->
                new SandboxProcess(
                    handle,
                    identity,
                    pollForEnd(handle).thenApply(unknown -> new ProcessExit(exitCode(sandbox)))));
  }

  private static OptionalInt exitCode(Path sandbox) {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(sandbox.resolve(EXIT_FILE)).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * The process of that identity when it still runs, whoever started it; its exit code will be
   * unknown.
   */
  public static Optional<SandboxProcess> attach(ProcessIdentity identity) {
    return running(identity)
        .map(handle -> new SandboxProcess(handle, identity, pollForEnd(handle)));
  }

  private static Optional<ProcessHandle> running(ProcessIdentity identity) {
    return ProcessHandle.of(identity.pid())
        .filter(ProcessTree::isRunning)
        .filter(
            handle ->
                startedAt(handle)
                    .map(at -> Math.abs(at - identity.startedAt()) <= START_TOLERANCE_MILLIS)
                    .orElse(false));
  }

  /** What to remember to {@link #attach} to it later. */
  public ProcessIdentity identity() {
    return identity;
  }

  /** Whether its leader runs. */
  public boolean isAlive() {
    return ProcessTree.isRunning(handle);
  }

  /** Completes when it has ended and nothing of its session is left; never exceptionally. */
  public CompletionStage<ProcessExit> exit() {
    return exit;
  }

  /** Asks the leader and everything it has started to end: SIGTERM to all of them. */
  public void terminate() {
    signal(ProcessTree.Signal.TERM);
  }

  /** Ends the leader and everything it has started at once: SIGKILL to all of them. */
  public void kill() {
    signal(ProcessTree.Signal.KILL);
  }

  /**
   * {@link #terminate()}s, and {@link #kill()}s when it still runs after {@code grace}. Returns at
   * once.
   */
  public CompletionStage<ProcessExit> stop(Duration grace) {
    terminate();
    CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS).execute(this::kill);
    return exit;
  }

  private void signal(ProcessTree.Signal signal) {
    if (!exit.isDone()) {
      ProcessTree.signal(identity.pid(), signal);
    }
  }

  private static Optional<Long> startedAt(ProcessHandle handle) {
    return handle.info().startInstant().map(java.time.Instant::toEpochMilli);
  }

  private static CompletableFuture<ProcessExit> pollForEnd(ProcessHandle handle) {
    CompletableFuture<ProcessExit> end = new CompletableFuture<>();
    poll(handle, end);
    return end;
  }

  private static void poll(ProcessHandle handle, CompletableFuture<ProcessExit> end) {
    if (ProcessTree.isRunning(handle)) {
      CompletableFuture.delayedExecutor(POLL_MILLIS, TimeUnit.MILLISECONDS)
          .execute(() -> poll(handle, end));
    } else {
      end.complete(new ProcessExit(OptionalInt.empty()));
    }
  }
}
