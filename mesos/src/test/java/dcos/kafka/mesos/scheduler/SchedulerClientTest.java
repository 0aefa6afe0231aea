package dcos.kafka.mesos.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcos.kafka.mesos.fake.FakeMesos;
import dcos.kafka.mesos.fake.Heard;
import dcos.kafka.mesos.fake.Request;
import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.mesos.scheduler.HearingListener.Disconnected;
import dcos.kafka.mesos.scheduler.HearingListener.Received;
import dcos.kafka.mesos.scheduler.HearingListener.Refused;
import dcos.kafka.mesos.scheduler.HearingListener.Stopped;
import dcos.kafka.mesos.scheduler.HearingListener.Subscribed;
import dcos.kafka.mesos.wire.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerClientTest {
  private static final String STREAM = "Mesos-Stream-Id: ";
  private static final double UNHURRIED = 15;
  private static final FrameworkInfo FRAMEWORK =
      FrameworkInfo.newBuilder().setUser("root").setName("kafka").addRoles("kafka-role").build();

  private final HearingListener listener = new HearingListener();
  private final Heard heard = listener.heard;
  private FakeMesos master;
  private SchedulerClient client;

  @BeforeEach
  void startMaster() {
    master = new FakeMesos();
  }

  @AfterEach
  void closeAll() {
    client.close();
    master.close();
  }

  @ParameterizedTest
  @EnumSource
  void subscribesAndSendsCallsInOrderOnOneOtherConnection(MessageFormat format) throws Exception {
    start(options(format));
    Request subscribe = master.next();

    assertThat(subscribe.line()).isEqualTo("POST /api/v1/scheduler HTTP/1.1");
    assertThat(subscribe.header("Content-Type")).isEqualTo(format.mediaType());
    assertThat(subscribe.header("Accept")).isEqualTo(format.mediaType());
    assertThat(subscribe.headers())
        .doesNotContainKeys("Mesos-Stream-Id", "Authorization", "Upgrade", "HTTP2-Settings");
    assertThat(call(subscribe))
        .isEqualTo(
            Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(FRAMEWORK))
                .build());

    subscribe.open(STREAM + "s1").send(subscribed("f", UNHURRIED), heartbeat(), failure("a1"));
    assertThat(heard.next(Subscribed.class).event().getFrameworkId().getValue()).isEqualTo("f");
    assertThat(heard.next(Received.class)).isEqualTo(new Received(1, failure("a1")));

    client.send(1, revive());
    client.send(1, suppress());
    client.send(1, revive());
    int connection = -1;
    for (Call.Type expected : List.of(Call.Type.REVIVE, Call.Type.SUPPRESS, Call.Type.REVIVE)) {
      Request request = master.next();
      assertThat(master.untaken()).as("sent before the one before was answered").isZero();
      assertThat(call(request).getType()).isEqualTo(expected);
      assertThat(call(request).getFrameworkId().getValue()).isEqualTo("f");
      assertThat(request.header("Mesos-Stream-Id")).isEqualTo("s1");
      assertThat(request.header("Content-Type")).isEqualTo(format.mediaType());
      assertThat(request.connection()).isNotEqualTo(subscribe.connection());
      assertThat(connection).isIn(-1, request.connection());
      connection = request.connection();
      request.accept();
    }
  }

  @Test
  void subscribesAgainWithItsIdAndItsSuppressedRoles() throws Exception {
    start(options(MessageFormat.JSON));
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    client.suppressedRoles(Set.of("kafka-role"));
    first.end();

    assertThat(heard.next(Disconnected.class)).isEqualTo(new Disconnected(1, "The stream ended"));
    Request second = master.next();
    assertThat(second.headers()).doesNotContainKey("Mesos-Stream-Id");
    Call call = call(second);
    assertThat(call.getFrameworkId().getValue()).isEqualTo("f");
    assertThat(call.getSubscribe().getFrameworkInfo().getId().getValue()).isEqualTo("f");
    assertThat(call.getSubscribe().getSuppressedRolesList()).containsExactly("kafka-role");
    second.open(STREAM + "s2").send(subscribed("f", UNHURRIED));
    assertThat(heard.next(Subscribed.class).connection()).isEqualTo(2);
  }

  @Test
  void subscribesWithTheIdThatItWasGiven() throws Exception {
    FrameworkInfo known = FRAMEWORK.toBuilder().setId(id("known")).build();
    client = SchedulerClient.create(options(MessageFormat.PROTOBUF), detector(), listener);
    client.start(known, Set.of("kafka-role"));
    Call call = call(master.next());
    assertThat(call.getFrameworkId().getValue()).isEqualTo("known");
    assertThat(call.getSubscribe().getFrameworkInfo()).isEqualTo(known);
    assertThat(call.getSubscribe().getSuppressedRolesList()).containsExactly("kafka-role");
  }

  @Test
  void callsForAnOldConnectionAreDropped() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    first.breakOff();
    assertThat(heard.next(Disconnected.class).reason()).startsWith("The stream broke");

    Request second = master.next();
    client.send(1, revive());
    second.open(STREAM + "s2");
    client.send(1, revive());
    second.send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    client.send(1, revive());
    client.send(3, revive());
    client.send(0, revive());
    client.send(2, suppress());
    Request only = master.next();
    assertThat(call(only).getType()).isEqualTo(Call.Type.SUPPRESS);
    assertThat(only.header("Mesos-Stream-Id")).isEqualTo("s2");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 409, 500, 503})
  void aRefusedCallEndsTheSubscriptionAndIsNotSentAgain(int status) throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    client.send(1, revive());
    client.send(1, suppress());
    master.next().answer(status, "The stream ID 's1' didn't match");

    Refused refused = heard.next(Refused.class);
    assertThat(refused.connection()).isEqualTo(1);
    assertThat(refused.call().getType()).isEqualTo(Call.Type.REVIVE);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.message()).isEqualTo("The stream ID 's1' didn't match");
    assertThat(heard.next(Disconnected.class).connection()).isEqualTo(1);
    assertClosedByClient(first);

    Request second = master.next();
    assertThat(call(second).getType()).isEqualTo(Call.Type.SUBSCRIBE);
    second.open(STREAM + "s2").send(subscribed("f", UNHURRIED), failure("a"));
    assertThat(heard.next(Subscribed.class).connection()).isEqualTo(2);
    heard.next(Received.class);
    assertThat(master.untaken()).isZero();
  }

  @Test
  void aCallWithoutAnAnswerIsNotSentTwice() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    client.send(1, revive());
    master.next().accept();
    client.send(1, suppress());
    client.send(1, revive());
    master.next().socket().close();

    assertThat(heard.next(Disconnected.class).reason())
        .startsWith("No answer to the call SUPPRESS");
    assertThat(call(master.next()).getType()).isEqualTo(Call.Type.SUBSCRIBE);
    assertThat(master.untaken()).isZero();
  }

  @Test
  void nothingOfAnOldStreamIsHeardOnceANewOneBegan() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    client.send(1, revive());
    master.next().answer(400, "stale");
    heard.next(Refused.class);
    heard.next(Disconnected.class);
    Request second = master.next();
    second.open(STREAM + "s2").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    try {
      first.send(error("Framework failed over"), failure("old"));
      first.end();
    } catch (java.io.IOException e) {
      // The client is gone from there, which is as good.
    }
    second.send(failure("new"));
    assertThat(heard.next(Received.class)).isEqualTo(new Received(2, failure("new")));
  }

  @Test
  void missedHeartbeatsEndTheConnection() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", 0.04));
    heard.next(Subscribed.class);
    assertThat(heard.next(Disconnected.class).reason())
        .isEqualTo("Nothing heard for 0.2 s, not even a heartbeat");
    assertClosedByClient(first);
    assertThat(call(master.next()).getType()).isEqualTo(Call.Type.SUBSCRIBE);
  }

  @Test
  void anyEventIsASignOfLife() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", 0.3));
    heard.next(Subscribed.class);
    long begun = System.nanoTime();
    // For longer than the five intervals, in steps well below them.
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              first.send(heartbeat());
              return System.nanoTime() - begun > Duration.ofSeconds(2).toNanos();
            });
    first.send(failure("a"));
    assertThat(heard.next(Received.class).event()).isEqualTo(failure("a"));
  }

  @Test
  void anErrorOfAnotherSchedulerWithTheSameIdStops() throws Exception {
    assertThat(stoppedBy("Framework failed over")).isEqualTo(new StopReason.FailedOver());
  }

  @Test
  void aRemovedFrameworkStops() throws Exception {
    assertThat(stoppedBy("Framework has been removed"))
        .isEqualTo(new StopReason.Removed("Framework has been removed"));
  }

  @Test
  void anyOtherErrorStops() throws Exception {
    assertThat(stoppedBy("Not authorized to use role 'x'"))
        .isEqualTo(new StopReason.Rejected("Not authorized to use role 'x'"));
  }

  private StopReason stoppedBy(String message) throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED), error(message));
    heard.next(Subscribed.class);
    heard.next(Disconnected.class);
    StopReason reason = heard.next(Stopped.class).reason();
    assertClosedByClient(first);
    client.send(1, revive());
    assertNothingMoreComes();
    return reason;
  }

  @Test
  void aRejectionInsteadOfASubscriptionStopsWithoutADisconnection() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(error("Framework has been removed"));
    first.end();
    heard.next(Stopped.class);
    assertNothingMoreComes();
  }

  /** Longer than the longest back-off of these tests. */
  private void assertNothingMoreComes() {
    await()
        .during(Duration.ofMillis(150))
        .atMost(Duration.ofSeconds(5))
        .until(() -> master.untaken() == 0 && heard.rest().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "0\n", "99999999999\n", "5\nhello", "3\n\u0001\u0002\u0003", "2\n{}x"})
  void aMalformedStreamIsDropped(String bytes) throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    first.chunk(bytes.getBytes(UTF_8));
    heard.next(Disconnected.class);
    assertClosedByClient(first);
    assertThat(call(master.next()).getType()).isEqualTo(Call.Type.SUBSCRIBE);
  }

  @Test
  void triesAgainWhileNoMasterLeadsOrAnswers() throws Exception {
    start();
    master.next().answer(503, "No leader elected");
    master.next().answer(401, "401 Unauthorized.");
    master.next().answer(500, "");
    master.next().answer(404, "");
    master.next().socket().close();
    Request sixth = master.next();
    sixth.open(STREAM + "s").send(subscribed("f", UNHURRIED));
    assertThat(heard.next(Subscribed.class).connection()).isEqualTo(1);
  }

  @Test
  void eventsOfAUnknownKindAreIgnored() throws Exception {
    start(options(MessageFormat.JSON));
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    first.chunk("20\n{\"type\":\"NOT_KNOWN\"}".getBytes(UTF_8));
    first.send(failure("a"));
    heard.next(Subscribed.class);
    assertThat(heard.next(Received.class).event()).isEqualTo(failure("a"));
  }

  @Test
  void aListenerThatThrowsMissesNothingAfterwards() throws Exception {
    SchedulerListener faulty =
        new DelegatingListener(listener) {
          @Override
          public void received(long connection, Event event) {
            super.received(connection, event);
            throw new IllegalStateException("a bug, on purpose");
          }

          @Override
          public void disconnected(long connection, String reason) {
            throw new IllegalStateException("a bug, on purpose");
          }
        };
    client = SchedulerClient.create(options(MessageFormat.PROTOBUF), detector(), faulty);
    client.start(FRAMEWORK, Set.of());
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED), failure("a"), failure("b"));
    heard.next(Subscribed.class);
    heard.next(Received.class);
    heard.next(Received.class);
    first.end();
    assertThat(call(master.next()).getType()).isEqualTo(Call.Type.SUBSCRIBE);
  }

  @Test
  void closingEndsConnectionsThreadsAndCallbacks() throws Exception {
    start();
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED));
    heard.next(Subscribed.class);
    client.send(1, revive());
    Request call = master.next();
    client.close();
    client.close();
    client.send(1, revive());
    assertClosedByClient(first);
    assertClosedByClient(call);
    // Our own threads; the JDK's end when it pleases the garbage collector.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(name -> name.startsWith("mesos-")));
    assertThat(heard.rest()).isEmpty();
    assertThat(master.untaken()).isZero();
  }

  @Test
  void keepsBackingOffWhileConnectionsBreakAtOnce() throws Exception {
    SchedulerClientOptions options =
        new SchedulerClientOptions(
            MessageFormat.PROTOBUF,
            Optional.empty(),
            Duration.ofMillis(20),
            Duration.ofSeconds(30),
            1 << 20);
    start(options);
    long begun = System.nanoTime();
    for (int i = 0; i < 6; i++) {
      Request stream = master.next();
      stream.open(STREAM + i).send(subscribed("f", UNHURRIED));
      stream.end();
    }
    // At least 10 + 20 + 40 + 80 + 160 ms, where a back-off that starts over waits at most 100.
    assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(310).toNanos());
  }

  @Test
  void startsOnce() throws Exception {
    start();
    master.next();
    assertThatThrownBy(() -> client.start(FRAMEWORK, Set.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void mayBeClosedFromACallback() throws Exception {
    SchedulerListener closing =
        new DelegatingListener(listener) {
          @Override
          public void subscribed(long connection, Event.Subscribed subscribed) {
            super.subscribed(connection, subscribed);
            client.close();
          }
        };
    client = SchedulerClient.create(options(MessageFormat.PROTOBUF), detector(), closing);
    client.start(FRAMEWORK, Set.of());
    Request first = master.next();
    first.open(STREAM + "s1").send(subscribed("f", UNHURRIED), failure("a"));
    heard.next(Subscribed.class);
    assertClosedByClient(first);
    assertThat(heard.rest()).isEmpty();
  }

  private static void assertClosedByClient(Request request) {
    await().atMost(Duration.ofSeconds(5)).until(() -> isClosed(request));
  }

  /** The server's reader saw the end of the connection, so writing fails sooner or later. */
  private static boolean isClosed(Request request) {
    try {
      request.send(heartbeat());
      return false;
    } catch (java.io.IOException e) {
      return true;
    }
  }

  private void start() {
    start(options(MessageFormat.PROTOBUF));
  }

  private void start(SchedulerClientOptions options) {
    client = SchedulerClient.create(options, detector(), listener);
    client.start(FRAMEWORK, Set.of());
  }

  private MasterDetector detector() {
    return MasterDetector.of(master.uri().toString());
  }

  private static SchedulerClientOptions options(MessageFormat format) {
    return new SchedulerClientOptions(
        format, Optional.empty(), Duration.ofMillis(5), Duration.ofMillis(40), 1 << 20);
  }

  private static Call call(Request request) throws Exception {
    return request.call(Call.newBuilder()).build();
  }

  private static FrameworkID id(String value) {
    return FrameworkID.newBuilder().setValue(value).build();
  }

  private static Event subscribed(String framework, double heartbeatSeconds) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setFrameworkId(id(framework))
                .setHeartbeatIntervalSeconds(heartbeatSeconds))
        .build();
  }

  private static Event heartbeat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  private static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  private static Event failure(String agent) {
    return Event.newBuilder()
        .setType(Event.Type.FAILURE)
        .setFailure(Event.Failure.newBuilder().setAgentId(AgentID.newBuilder().setValue(agent)))
        .build();
  }

  private static Call revive() {
    return Call.newBuilder().setType(Call.Type.REVIVE).build();
  }

  private static Call suppress() {
    return Call.newBuilder().setType(Call.Type.SUPPRESS).build();
  }
}
