package dcos.kafka.local.master;

import com.google.protobuf.ByteString;
import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.link.AgentEnd;
import dcos.kafka.local.link.MasterEnd;
import dcos.kafka.local.link.Registration;
import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.resource.Resources;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A term of a leading master: all that it knows, its loop, and what agents tell it. A next term
 * starts from the registry.
 */
final class Master implements MasterEnd, AutoCloseable {
  private final Loop loop = new Loop("mesos-master");
  private final Cluster cluster;
  private final Allocator allocator;
  private final Subscriptions subscriptions;
  private final Agents agents;
  private final SchedulerCalls calls;

  Master(MasterInfo info, MasterOptions options) {
    cluster = new Cluster(info);
    allocator = new Allocator(cluster, loop);
    subscriptions = new Subscriptions(cluster, loop, allocator, options.heartbeat());
    agents =
        new Agents(
            cluster, loop, allocator, subscriptions, new Registry(options.workDir()), options);
    calls = new SchedulerCalls(cluster, allocator, subscriptions);
    loop.ask(
        () -> {
          agents.recover();
          return this;
        });
  }

  /** Subscribes; all answers go into the stream. */
  void subscribe(Call.Subscribe call, SchedulerStream stream) {
    loop.ask(
        () -> {
          subscriptions.subscribe(call, stream);
          return stream;
        });
  }

  void streamBroken(String streamId) {
    loop.run(() -> subscriptions.streamBroken(streamId));
  }

  /** Carries out a call other than SUBSCRIBE. */
  Answer call(Call call, Optional<String> principal, Optional<String> streamId) {
    return loop.ask(
        () -> {
          try {
            return calls.call(call, principal, streamId);
          } catch (RefusedException e) {
            return e.answer();
          }
        });
  }

  /** Ends a framework as an operator does; false when there is none of that id. */
  boolean tearDown(String frameworkId) {
    return loop.ask(
        () -> {
          Optional<Framework> framework = cluster.framework(frameworkId);
          framework.ifPresent(subscriptions::remove);
          return framework.isPresent();
        });
  }

  /** Something computed from all that it knows. */
  <T> T read(Function<Cluster, T> question) {
    return loop.ask(() -> question.apply(cluster));
  }

  @Override
  public void close() {
    loop.close();
  }

  @Override
  public void register(AgentEnd agent, Registration registration) {
    loop.run(() -> agents.register(this, agent, registration));
  }

  @Override
  public void disconnected(AgentEnd agent) {
    loop.run(() -> agents.disconnected(agent));
  }

  @Override
  public void pong(AgentEnd agent) {
    loop.run(() -> agents.pong(agent));
  }

  @Override
  public void statusUpdate(
      AgentID agent, FrameworkID frameworkId, TaskStatus status, TaskState latest) {
    loop.run(
        () -> {
          // One that was given up will send it again when it has registered again.
          if (cluster.agent(agent.getValue()).isPresent()) {
            cluster
                .framework(frameworkId.getValue())
                .ifPresent(framework -> forward(framework, status, latest));
          }
        });
  }

  private void forward(Framework framework, TaskStatus status, TaskState latest) {
    MasterTask task = framework.tasks.get(status.getTaskId().getValue());
    if (task != null) {
      task.latest(latest);
      task.sent(status);
    }
    framework.send(Statuses.update(status));
    allocator.changed();
  }

  @Override
  public void operationUpdate(
      AgentID agentId, FrameworkID frameworkId, OperationStatus status, Optional<Resources> total) {
    loop.run(
        () -> {
          total.ifPresent(
              right -> cluster.agent(agentId.getValue()).ifPresent(agent -> agent.total(right)));
          if (status.hasOperationId()) {
            cluster
                .framework(frameworkId.getValue())
                .ifPresent(framework -> framework.send(Statuses.operationUpdate(status)));
          }
        });
  }

  @Override
  public void executorTerminated(
      AgentID agent, FrameworkID frameworkId, ExecutorID executor, int status, boolean own) {
    loop.run(
        () ->
            cluster
                .framework(frameworkId.getValue())
                .filter(framework -> !own)
                .ifPresent(
                    framework -> {
                      framework.forgetExecutor(agent.getValue(), executor.getValue());
                      framework.send(
                          Event.newBuilder()
                              .setType(Event.Type.FAILURE)
                              .setFailure(
                                  Event.Failure.newBuilder()
                                      .setAgentId(agent)
                                      .setExecutorId(executor)
                                      .setStatus(status))
                              .build());
                      allocator.changed();
                    }));
  }

  @Override
  public void message(
      AgentID agent, FrameworkID frameworkId, ExecutorID executor, ByteString data) {
    loop.run(
        () ->
            cluster
                .framework(frameworkId.getValue())
                .ifPresent(
                    framework ->
                        framework.send(
                            Event.newBuilder()
                                .setType(Event.Type.MESSAGE)
                                .setMessage(
                                    Event.Message.newBuilder()
                                        .setAgentId(agent)
                                        .setExecutorId(executor)
                                        .setData(data))
                                .build())));
  }
}
