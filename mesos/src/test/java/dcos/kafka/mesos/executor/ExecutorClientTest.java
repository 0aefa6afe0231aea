package dcos.kafka.mesos.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dcos.kafka.mesos.fake.FakeMesos;
import dcos.kafka.mesos.fake.Heard;
import dcos.kafka.mesos.fake.Request;
import dcos.kafka.mesos.recording.Recording;
import dcos.kafka.mesos.recording.Recording.Line;
import dcos.kafka.mesos.wire.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutorClientTest {
  private static final Recording RECORDING = Recording.load("custom-executor-kill");

  private final Heard heard = new Heard();
  private final Map<String, String> env = ExecutorEnvironmentTest.recorded("custom-executor-kill");
  private FakeMesos agent;
  private ExecutorClient client;

  @BeforeEach
  void startAgent() {
    agent = new FakeMesos();
    env.put("MESOS_AGENT_ENDPOINT", "127.0.0.1:" + agent.port());
    env.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", "20ms");
  }

  @AfterEach
  void closeAll() {
    client.close();
    agent.close();
  }

  @Test
  void playsARecordedConversation() throws Exception {
    start(MessageFormat.JSON);
    Request stream = agent.next();
    assertThat(stream.line()).isEqualTo("POST /api/v1/executor HTTP/1.1");
    assertThat(stream.header("Content-Type")).isEqualTo("application/json");
    assertThat(stream.header("Accept")).isEqualTo("application/json");
    assertThat(stream.headers()).doesNotContainKey("Authorization");
    stream.open();

    int updates = 0;
    ByteString lastUuid = ByteString.EMPTY;
    List<Line> lines =
        RECORDING.ofKind("executor-call", "executor-event").stream()
            .filter(it -> !it.body().path("type").asText().equals("SUBSCRIBE"))
            .toList();
    for (Line line : lines) {
      if (line.kind().equals("executor-event")) {
        Event event =
            MessageFormat.JSON
                .decode(
                    line.event().toString().getBytes(StandardCharsets.UTF_8), Event.newBuilder())
                .build();
        stream.send(event);
        expectCallback(event);
      } else {
        Call recorded =
            MessageFormat.JSON
                .decode(line.body().toString().getBytes(StandardCharsets.UTF_8), Call.newBuilder())
                .build();
        TaskStatus status = recorded.getUpdate().getStatus();
        client.update(status.toBuilder().clearUuid().clearSource().clearExecutorId().build());
        Request request = agent.next();
        Call call = call(request);
        ByteString uuid = call.getUpdate().getStatus().getUuid();
        assertThat(uuid).isNotEqualTo(lastUuid);
        assertRfc4122(uuid);
        lastUuid = uuid;
        Call.Builder expected = recorded.toBuilder();
        expected.getUpdateBuilder().getStatusBuilder().setUuid(uuid);
        assertThat(call).isEqualTo(expected.build());
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.connection()).isNotEqualTo(stream.connection());
        request.accept();
        updates++;
      }
    }
    assertThat(updates).isEqualTo(4);
  }

  private void expectCallback(Event event) throws Exception {
    switch (event.getType()) {
      case SUBSCRIBED ->
          assertThat(heard.next(Event.Subscribed.class)).isEqualTo(event.getSubscribed());
      case LAUNCH -> assertThat(heard.next(TaskInfo.class)).isEqualTo(event.getLaunch().getTask());
      case KILL ->
          assertThat(heard.next(Kill.class))
              .isEqualTo(new Kill(event.getKill().getTaskId(), Optional.of(Duration.ofSeconds(5))));
      case MESSAGE -> assertThat(heard.next(String.class)).isEqualTo("message ping");
      default -> assertThat(event.getType()).isEqualTo(Event.Type.ACKNOWLEDGED);
    }
  }

  private static void assertRfc4122(ByteString bytes) {
    assertThat(bytes.size()).isEqualTo(16);
    var buffer = bytes.asReadOnlyByteBuffer();
    UUID uuid = new UUID(buffer.getLong(), buffer.getLong());
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(uuid.version()).isEqualTo(4);
  }

  @Test
  void tellsAnAgentThatRestartedWhatItMayNotKnow() throws Exception {
    start(MessageFormat.PROTOBUF);
    Request first = subscribed();
    first.send(launch("t1"), launch("t2"));
    heard.next(TaskInfo.class);
    heard.next(TaskInfo.class);
    client.update(status("t1", TaskState.TASK_STARTING));
    Request starting = agent.next();
    starting.accept();
    client.update(status("t1", TaskState.TASK_RUNNING));
    Request running = agent.next();
    running.accept();
    first.send(acknowledged(starting));
    first.breakOff();
    heard.next(String.class);
    client.update(status("t2", TaskState.TASK_FAILED));
    assertThat(client.whenAllAcknowledged()).isNotCompleted();

    Request second = agent.next();
    // Depending on the moment, the last update comes with the subscription or after it.
    Call.Subscribe subscribe = call(second).getSubscribe();
    assertThat(subscribe.getUnacknowledgedTasksList())
        .extracting(it -> it.getTaskId().getValue())
        .containsExactly("t2");
    assertThat(subscribe.getUnacknowledgedUpdates(0)).isEqualTo(call(running).getUpdate());
    second.open().send(SUBSCRIBED);
    heard.next(Event.Subscribed.class);
    Call.Update failed =
        subscribe.getUnacknowledgedUpdatesCount() == 2
            ? subscribe.getUnacknowledgedUpdates(1)
            : call(agent.next()).getUpdate();
    assertThat(failed.getStatus().getState()).isEqualTo(TaskState.TASK_FAILED);

    var done = client.whenAllAcknowledged().toCompletableFuture();
    second.send(acknowledged(running));
    second.send(acknowledged(failed.getStatus()));
    await().until(done::isDone);
    assertThat(client.whenAllAcknowledged()).isCompleted();
    second.end();
    heard.next(String.class);
    Call.Subscribe third = call(agent.next()).getSubscribe();
    assertThat(third).isEqualTo(Call.Subscribe.getDefaultInstance());
  }

  @Test
  void anUpdateWhoseCallFailedIsSentAgain() throws Exception {
    start(MessageFormat.PROTOBUF);
    subscribed();
    client.update(status("t", TaskState.TASK_RUNNING));
    Request lost = agent.next();
    lost.socket().close();
    assertThat(heard.next(String.class)).startsWith("disconnected No answer to the call UPDATE");

    Request second = agent.next();
    assertThat(call(second).getSubscribe().getUnacknowledgedUpdatesList())
        .containsExactly(call(lost).getUpdate());
    second.open().send(SUBSCRIBED);
    heard.next(Event.Subscribed.class);
    client.update(status("t", TaskState.TASK_FINISHED));
    Request refused = agent.next();
    assertThat(call(refused).getUpdate().getStatus().getState())
        .as("the first isn't sent a third time")
        .isEqualTo(TaskState.TASK_FINISHED);
    refused.answer(403, "Executor is not subscribed");
    assertThat(heard.next(String.class)).contains("Executor is not subscribed");
    assertThat(call(agent.next()).getSubscribe().getUnacknowledgedUpdatesList())
        .containsExactly(call(lost).getUpdate(), call(refused).getUpdate());
  }

  @Test
  void updatesBeforeTheSubscriptionComeWithIt() throws Exception {
    client = create(MessageFormat.PROTOBUF);
    client.update(status("a", TaskState.TASK_STARTING));
    client.start();
    assertThat(call(agent.next()).getSubscribe().getUnacknowledgedUpdatesCount()).isEqualTo(1);
  }

  @Test
  void showsItsToken() throws Exception {
    env.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "abc.def.ghi");
    start(MessageFormat.PROTOBUF);
    Request first = agent.next();
    assertThat(first.header("Authorization")).isEqualTo("Bearer abc.def.ghi");
    first.answer(401, "no");
    Request second = agent.next();
    second.open().send(SUBSCRIBED);
    heard.next(Event.Subscribed.class);
    client.message("pong".getBytes(StandardCharsets.UTF_8));
    Request message = agent.next();
    assertThat(message.header("Authorization")).isEqualTo("Bearer abc.def.ghi");
    assertThat(call(message).getMessage().getData().toStringUtf8()).isEqualTo("pong");
  }

  @Test
  void anAgentAwayBeyondTheRecoveryTimeoutMeansShutdown() throws Exception {
    env.put("MESOS_RECOVERY_TIMEOUT", "300ms");
    start(MessageFormat.PROTOBUF);
    subscribed();
    agent.close();
    assertThat(heard.next(String.class)).startsWith("disconnected");
    assertThat(heard.next(String.class)).isEqualTo("shutdown The agent was away for 0.3 s");
  }

  @Test
  void anAgentThatReturnsInTimeMeansNoShutdown() throws Exception {
    env.put("MESOS_RECOVERY_TIMEOUT", "1500ms");
    start(MessageFormat.PROTOBUF);
    subscribed().end();
    heard.next(String.class);
    subscribed();
    await().during(Duration.ofMillis(1_700)).until(() -> heard.rest().isEmpty());
  }

  @Test
  void withoutCheckpointingAnAgentThatGoesMeansShutdownAtOnce() throws Exception {
    env.put("MESOS_CHECKPOINT", "0");
    start(MessageFormat.PROTOBUF);
    subscribed().breakOff();
    assertThat(heard.next(String.class)).startsWith("disconnected");
    assertThat(heard.next(String.class)).startsWith("shutdown");
  }

  @Test
  void shutsDownOnceWhenAsked() throws Exception {
    start(MessageFormat.PROTOBUF);
    Request stream = subscribed();
    stream.send(event(Event.Type.SHUTDOWN), event(Event.Type.HEARTBEAT));
    assertThat(heard.next(String.class)).isEqualTo("shutdown The agent asked for it");
    client.update(status("t", TaskState.TASK_KILLED));
    Request update = agent.next();
    update.accept();
    var done = client.whenAllAcknowledged().toCompletableFuture();
    stream.send(event(Event.Type.SHUTDOWN), acknowledged(update));
    await().until(done::isDone);
    assertThat(heard.rest()).isEmpty();
  }

  @Test
  void anErrorOfTheAgentLeadsToANewSubscription() throws Exception {
    start(MessageFormat.PROTOBUF);
    subscribed()
        .send(
            Event.newBuilder()
                .setType(Event.Type.ERROR)
                .setError(Event.Error.newBuilder().setMessage("odd"))
                .build());
    assertThat(heard.next(String.class)).isEqualTo("disconnected The agent reported: odd");
    subscribed();
  }

  private record Kill(TaskID task, Optional<Duration> grace) {}

  private final class Listener implements ExecutorListener {
    @Override
    public void subscribed(Event.Subscribed subscribed) {
      heard.add(subscribed);
    }

    @Override
    public void launch(TaskInfo task) {
      heard.add(task);
    }

    @Override
    public void kill(TaskID task, Optional<Duration> grace) {
      heard.add(new Kill(task, grace));
    }

    @Override
    public void shutdown(String reason) {
      heard.add("shutdown " + reason);
    }

    @Override
    public void message(byte[] data) {
      heard.add("message " + new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public void disconnected(String reason) {
      heard.add("disconnected " + reason);
    }
  }

  private void start(MessageFormat format) {
    client = create(format);
    client.start();
  }

  private ExecutorClient create(MessageFormat format) {
    return ExecutorClient.create(ExecutorEnvironment.from(env), format, new Listener());
  }

  private Request subscribed() throws Exception {
    Request stream = agent.next();
    stream.open().send(SUBSCRIBED);
    heard.next(Event.Subscribed.class);
    return stream;
  }

  private static final Event SUBSCRIBED = recordedSubscribed();

  private static Event recordedSubscribed() {
    try {
      JsonNode event = RECORDING.ofKind("executor-event").get(0).event();
      return MessageFormat.JSON
          .decode(event.toString().getBytes(StandardCharsets.UTF_8), Event.newBuilder())
          .build();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Call call(Request request) throws Exception {
    return request.call(Call.newBuilder()).build();
  }

  private static Event event(Event.Type type) {
    return Event.newBuilder().setType(type).build();
  }

  private static Event launch(String id) {
    return Event.newBuilder()
        .setType(Event.Type.LAUNCH)
        .setLaunch(
            Event.Launch.newBuilder()
                .setTask(
                    TaskInfo.newBuilder()
                        .setName(id)
                        .setTaskId(task(id))
                        .setAgentId(org.apache.mesos.v1.Protos.AgentID.newBuilder().setValue("a"))))
        .build();
  }

  private static Event acknowledged(Request update) throws Exception {
    return acknowledged(call(update).getUpdate().getStatus());
  }

  private static Event acknowledged(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.ACKNOWLEDGED)
        .setAcknowledged(
            Event.Acknowledged.newBuilder().setTaskId(status.getTaskId()).setUuid(status.getUuid()))
        .build();
  }

  private static TaskStatus status(String id, TaskState state) {
    return TaskStatus.newBuilder().setTaskId(task(id)).setState(state).build();
  }

  private static TaskID task(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }
}
