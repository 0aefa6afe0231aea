package dcos.kafka.local.agent;

import dcos.kafka.local.link.MesosDuration;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;

/** What executors and commands find in their environment. */
final class ExecutorEnvironments {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Executors that lost their agent try again at least this often. */
  private static final Duration SUBSCRIPTION_BACKOFF_MAX = Duration.ofSeconds(2);

  private final AgentOptions options;
  private final InetSocketAddress address;

  ExecutorEnvironments(AgentOptions options, InetSocketAddress address) {
    this.options = options;
    this.address = address;
  }

  Map<String, String> of(ExecutorRun run, String agentId, CommandInfo command) {
    String endpoint = address.getAddress().getHostAddress() + ":" + address.getPort();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", PATH);
    environment.putAll(options.executorEnvironment());
    environment.put("LIBPROCESS_IP", address.getAddress().getHostAddress());
    environment.put("LIBPROCESS_PORT", "0");
    environment.put("MESOS_AGENT_ENDPOINT", endpoint);
    environment.put("MESOS_DIRECTORY", run.sandbox().toString());
    environment.put("MESOS_SANDBOX", run.sandbox().toString());
    environment.put("MESOS_EXECUTOR_ID", run.id());
    environment.put("MESOS_FRAMEWORK_ID", run.frameworkId().getValue());
    environment.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
    environment.put("MESOS_SLAVE_ID", agentId);
    environment.put("MESOS_SLAVE_PID", "slave(1)@" + endpoint);
    environment.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", MesosDuration.text(shutdownGrace(run)));
    environment.put("MESOS_CHECKPOINT", run.framework().getCheckpoint() ? "1" : "0");
    if (run.framework().getCheckpoint()) {
      environment.put("MESOS_RECOVERY_TIMEOUT", MesosDuration.text(options.timing().recovery()));
      environment.put(
          "MESOS_SUBSCRIPTION_BACKOFF_MAX", MesosDuration.text(SUBSCRIPTION_BACKOFF_MAX));
    }
    run.token().ifPresent(token -> environment.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", token));
    if (run.isOfCommand()) {
      environment.put("MESOS_TASK_ID", run.id());
    }
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      environment.put(variable.getName(), variable.getValue());
    }
    return environment;
  }

  Duration shutdownGrace(ExecutorRun run) {
    return run.info().hasShutdownGracePeriod()
        ? Duration.ofNanos(run.info().getShutdownGracePeriod().getNanoseconds())
        : options.timing().executorShutdownGrace();
  }
}
