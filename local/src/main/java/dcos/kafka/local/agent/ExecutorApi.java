package dcos.kafka.local.agent;

import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.Calls;
import dcos.kafka.local.http.RecordStream;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.http.Request;
import dcos.kafka.mesos.wire.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

/** {@code POST /api/v1/executor}. */
final class ExecutorApi {
  private static final int UUID_BYTES = 16;

  private final AgentCore agent;
  private final boolean authenticate;

  ExecutorApi(AgentCore agent, boolean authenticate) {
    this.agent = agent;
    this.authenticate = authenticate;
  }

  Answer answer(Request request) throws RefusedException {
    Optional<String> token = authenticate ? Optional.of(token(request)) : Optional.empty();
    if (!request.method().equals("POST")) {
      return Answer.methodNotAllowed("POST", request.method());
    }
    Call call = Calls.read(request, Call.newBuilder()).build();
    String problem = problem(call);
    if (!problem.isEmpty()) {
      throw new RefusedException(400, "Failed to validate Executor::Call: " + problem);
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      MessageFormat format = Calls.accepted(request);
      return agent.ask(core -> refusable(() -> subscribe(core, call, token, format)));
    }
    return agent.ask(core -> refusable(() -> take(core, call, token)));
  }

  private interface Refusable {
    Answer answer() throws RefusedException;
  }

  private static Answer refusable(Refusable action) {
    try {
      return action.answer();
    } catch (RefusedException e) {
      return e.answer();
    }
  }

  private String token(Request request) throws RefusedException {
    String header = request.header("Authorization").orElse("");
    String token = header.startsWith("Bearer ") ? header.substring("Bearer ".length()).strip() : "";
    boolean known =
        agent.ask(
            core ->
                core.launcher().runs().stream()
                    .anyMatch(run -> run.token().filter(token::equals).isPresent()));
    if (known) {
      return token;
    }
    String bearer = "Bearer realm=\"mesos-agent-executor\"";
    if (!token.isEmpty()) {
      bearer +=
          ", error=\"invalid_token\", error_description=\"Invalid JWT: this agent has not made it\"";
    }
    throw new RefusedException(
        Answer.text(
                401,
                "\"Basic\" authenticator returned:\n401 Unauthorized.\n\n"
                    + "\"Bearer\" authenticator returned:\n401 Unauthorized.")
            .with("WWW-Authenticate", "Basic realm=\"mesos-agent-executor\"," + bearer));
  }

  private static String problem(Call call) {
    if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
      return "Expecting 'type' to be present";
    }
    boolean present =
        switch (call.getType()) {
          case SUBSCRIBE -> call.hasSubscribe();
          case UPDATE -> call.hasUpdate();
          case MESSAGE -> call.hasMessage();
          default -> true;
        };
    if (!present) {
      return "Expecting '" + call.getType().name().toLowerCase(Locale.ROOT) + "' to be present";
    }
    if (call.getType() == Call.Type.UPDATE) {
      return problem(call, call.getUpdate().getStatus());
    }
    return "";
  }

  private static String problem(Call call, TaskStatus status) {
    if (!status.hasUuid()) {
      return "Expecting 'uuid' to be present";
    }
    if (status.getUuid().size() != UUID_BYTES) {
      return "Not a valid UUID";
    }
    if (status.hasExecutorId() && !status.getExecutorId().equals(call.getExecutorId())) {
      return "ExecutorID in Call: "
          + call.getExecutorId().getValue()
          + " does not match ExecutorID in TaskStatus: "
          + status.getExecutorId().getValue();
    }
    if (status.getSource() != TaskStatus.Source.SOURCE_EXECUTOR) {
      return "Received Call from executor "
          + call.getExecutorId().getValue()
          + " of framework "
          + call.getFrameworkId().getValue()
          + " with invalid source, expecting 'SOURCE_EXECUTOR'";
    }
    if (status.getState() == TaskState.TASK_STAGING) {
      return "Received TASK_STAGING from executor "
          + call.getExecutorId().getValue()
          + " of framework "
          + call.getFrameworkId().getValue()
          + " which is not allowed";
    }
    return "";
  }

  private static ExecutorRun caller(AgentCore agent, Call call, Optional<String> token)
      throws RefusedException {
    Launcher launcher = agent.launcher();
    if (launcher.runs().stream()
        .noneMatch(run -> run.frameworkId().equals(call.getFrameworkId()))) {
      throw new RefusedException(400, "Framework cannot be found");
    }
    ExecutorRun run =
        launcher
            .run(call.getFrameworkId(), call.getExecutorId())
            .filter(one -> !one.isOfCommand())
            .orElseThrow(() -> new RefusedException(400, "Executor cannot be found"));
    if (!run.token().equals(token)) {
      throw new RefusedException(Answer.empty(403));
    }
    return run;
  }

  private static Answer subscribe(
      AgentCore agent, Call call, Optional<String> token, MessageFormat format)
      throws RefusedException {
    ExecutorRun run = caller(agent, call, token);
    Launcher launcher = agent.launcher();
    RecordStream records =
        new RecordStream(broken -> agent.run(() -> launcher.unsubscribed(run, broken)));
    ExecutorRun.Subscription subscription = new ExecutorRun.Subscription(format, records);
    run.subscription(Optional.of(subscription));
    subscription.send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setExecutorInfo(run.info())
                    .setFrameworkInfo(run.framework())
                    .setAgentInfo(agent.info())
                    .setContainerId(ContainerID.newBuilder().setValue(run.container())))
            .build());
    for (Call.Update update : call.getSubscribe().getUnacknowledgedUpdatesList()) {
      take(launcher, run, update.getStatus());
    }
    launcher.dropLost(
        run,
        call.getSubscribe().getUnacknowledgedTasksList().stream()
            .map(task -> task.getTaskId().getValue())
            .collect(Collectors.toSet()));
    launcher.subscribed(run);
    return Answer.streaming(format.mediaType(), records);
  }

  private static Answer take(AgentCore agent, Call call, Optional<String> token)
      throws RefusedException {
    ExecutorRun run = caller(agent, call, token);
    if (run.subscription().isEmpty()) {
      throw new RefusedException(403, "Executor is not subscribed");
    }
    switch (call.getType()) {
      case UPDATE -> take(agent.launcher(), run, call.getUpdate().getStatus());
      case MESSAGE ->
          agent.withMaster(
              (master, id) ->
                  master.message(
                      id,
                      run.frameworkId(),
                      run.info().getExecutorId(),
                      call.getMessage().getData()));
      default -> {
        return Answer.empty(501);
      }
    }
    return Answer.accepted();
  }

  private static void take(Launcher launcher, ExecutorRun run, TaskStatus status) {
    AgentTask task = run.tasks.get(status.getTaskId().getValue());
    if (task != null) {
      launcher.updates().add(run, task, status);
    }
  }
}
