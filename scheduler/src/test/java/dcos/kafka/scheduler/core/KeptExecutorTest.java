package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.Crashes;
import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.ExecutorConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** An executor stays for its broker's next task when the scheduler has stopped the broker. */
class KeptExecutorTest {

  private static List<TaskInfo> launches(Core.Outcome outcome) {
    return calls(outcome, Call.Type.ACCEPT).stream()
        .flatMap(call -> call.getAccept().getOperationsList().stream())
        .filter(Operation::hasLaunch)
        .flatMap(operation -> operation.getLaunch().getTaskInfosList().stream())
        .toList();
  }

  private static List<String> told(Core.Outcome outcome) {
    return calls(outcome, Call.Type.SHUTDOWN).stream()
        .map(call -> call.getShutdown())
        .map(it -> it.getExecutorId().getValue() + " on " + it.getAgentId().getValue())
        .toList();
  }

  /** One broker that runs, and how it was launched. */
  private static final class Running {
    private final TestService service;
    private final TaskInfo launched;

    Running() {
      service = TestService.registered(configuration());
      launched = launches(service.launch(0)).get(0);
      service.report(0, TaskState.TASK_STARTING);
      service.report(0, TaskState.TASK_RUNNING);
      service.deploy();
    }

    String executor() {
      return launched.getExecutor().getExecutorId().getValue();
    }

    /** An offer of its agent, on which its executor is. */
    Core.Outcome offerBesideExecutor() {
      return service.offer(withExecutors(service, service.home(0), executor()));
    }
  }

  /** An offer of its agent while executors are there: without what these hold. */
  private static Offer withExecutors(TestService service, Reservation home, String... executors) {
    List<org.apache.mesos.v1.Protos.Resource> reserved =
        service.reserved(home).stream()
            .filter(
                resource ->
                    home.resources().stream()
                        .filter(row -> row.part().isExecutors())
                        .noneMatch(row -> resource.toString().contains(row.id())))
            .toList();
    Offer.Builder offer =
        TestOffer.of(home.brokerId() + 1, home.agentId()).room().with(reserved).build().toBuilder();
    Arrays.stream(executors).forEach(executor -> offer.addExecutorIdsBuilder().setValue(executor));
    return offer.build();
  }

  @Test
  void isHandedTheNextTaskAsItWasTheFirst() {
    Running one = new Running();
    one.service.command(new Command.Restart(0, false, false));
    one.service.report(0, TaskState.TASK_KILLED);

    Core.Outcome outcome = one.offerBesideExecutor();

    TaskInfo next = launches(outcome).get(0);
    assertThat(next.getTaskId()).isNotEqualTo(one.launched.getTaskId());
    assertThat(next.getExecutor()).isEqualTo(one.launched.getExecutor());
    assertThat(next.getResourcesList()).isEqualTo(one.launched.getResourcesList());
    assertThat(told(outcome)).isEmpty();
    assertThat(one.service.task(0).executorId()).isEqualTo(one.executor());
  }

  @Test
  void isKnownToTheNextScheduler() {
    Running one = new Running();
    one.service.command(new Command.Restart(0, false, false));
    one.service.report(0, TaskState.TASK_KILLED);
    TestService next = one.service.crash();
    next.subscribe();

    Core.Outcome outcome = next.offer(withExecutors(next, next.home(0), one.executor()));

    assertThat(launches(outcome))
        .extracting(TaskInfo::getExecutor)
        .containsExactly(one.launched.getExecutor());
  }

  @Test
  void runsTheNextTaskAlsoWithAnotherConfigurationThatIsNoneOfItsOwn() {
    Running one = new Running();
    one.service.kafka(one.service.inSync());
    one.service.configure(changed(configuration()));
    one.service.report(0, TaskState.TASK_KILLED);

    Core.Outcome outcome = one.offerBesideExecutor();

    assertThat(launches(outcome))
        .extracting(TaskInfo::getExecutor)
        .containsExactly(one.launched.getExecutor());
    assertThat(launches(outcome).get(0).getData().toStringUtf8()).contains("log.retention.hours");
  }

  @Test
  void isTheNextOneWhereItDidNotStay() {
    Running one = new Running();
    one.service.command(new Command.Restart(0, false, false));
    one.service.report(0, TaskState.TASK_KILLED);

    TaskInfo next = launches(one.service.launch(0)).get(0);

    assertThat(next.getExecutor().getExecutorId().getValue())
        .isEqualTo(next.getTaskId().getValue())
        .isNotEqualTo(one.executor());
  }

  private static void replacesTheExecutor(TargetConfiguration configuration) {
    Running one = new Running();
    one.service.kafka(one.service.inSync());
    one.service.configure(configuration);
    one.service.report(0, TaskState.TASK_KILLED);

    Core.Outcome outcome = one.offerBesideExecutor();

    assertThat(launches(outcome)).isEmpty();
    assertThat(told(outcome)).containsExactly(one.executor() + " on S1");
    TaskInfo next = launches(one.service.launch(0)).get(0);
    assertThat(next.getExecutor().getExecutorId().getValue()).isNotEqualTo(one.executor());
  }

  @Test
  void isToldToEndWhenTheNextTaskNeedsOtherFiles() {
    BrokerConfiguration it = configuration().broker();
    replacesTheExecutor(
        configuration()
            .with(
                new BrokerConfiguration(
                    it.cpus(),
                    it.memMb(),
                    it.heapMb(),
                    it.diskMb(),
                    it.diskType(),
                    it.port(),
                    "http://files/kafka-2.tgz",
                    it.javaUri(),
                    it.executorUri(),
                    it.jmx(),
                    it.statsd())));
  }

  @Test
  void runsItsBrokerAsItWasWhenTheAgentLacksWhatItIsToHaveMore() {
    Running one = new Running();
    one.service.kafka(one.service.inSync());
    one.service.command(new Command.Restart(0, false, false));
    one.service.configure(with(configuration(), 1 << 20, configuration().broker().diskType(), 0));
    one.service.report(0, TaskState.TASK_KILLED);

    Core.Outcome outcome = one.offerBesideExecutor();

    assertThat(launches(outcome))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.getExecutor()).isEqualTo(one.launched.getExecutor());
              assertThat(task.getLabels()).isEqualTo(one.launched.getLabels());
            });
  }

  @Test
  void isNotHandedATaskAfterABrokerThatEndedUnasked() {
    Running one = new Running();
    one.service.report(0, TaskState.TASK_FAILED);

    Core.Outcome outcome = one.offerBesideExecutor();

    assertThat(launches(outcome)).isEmpty();
    assertThat(told(outcome)).containsExactly(one.executor() + " on S1");
  }

  @Test
  void isLeftAloneWhileItsBrokerMayBeAlive() {
    Running one = new Running();

    assertThat(told(one.offerBesideExecutor())).isEmpty();
    one.service.report(0, TaskState.TASK_UNREACHABLE);
    assertThat(
            told(
                one.service.offer(
                    withExecutors(one.service, one.service.home(0), one.executor(), "another"))))
        .isEmpty();
  }

  @Test
  void isToldToEndAtOnceWhenItsAgentIsDrained() {
    Running one = new Running();

    Core.Outcome outcome =
        one.service.report(
            TestStatus.of(one.service.task(0).id(), "S1", TaskState.TASK_KILLED).toBuilder()
                .setReason(TaskStatus.Reason.REASON_AGENT_DRAINING)
                .build());

    assertThat(told(outcome)).containsExactly(one.executor() + " on S1");
    assertThat(launches(one.offerBesideExecutor())).isEmpty();
  }

  @Test
  void isNotHandedATaskWhenItIsAboutToEndForLackOfOne() {
    Running one = new Running();
    one.service.command(new Command.Restart(0, false, false));
    one.service.report(0, TaskState.TASK_KILLED);
    one.service.pass(Duration.ofMinutes(4));

    Core.Outcome outcome = one.offerBesideExecutor();

    assertThat(launches(outcome)).isEmpty();
    assertThat(told(outcome)).containsExactly(one.executor() + " on S1");
  }

  @Test
  void isWaitedForWhereAnOfferLacksWhatItsTaskHad() {
    Running one = new Running();
    one.service.command(new Command.Restart(0, false, false));
    one.service.report(0, TaskState.TASK_KILLED);
    Offer early =
        TestOffer.roomy(1).toBuilder()
            .addExecutorIds(ExecutorID.newBuilder().setValue(one.executor()))
            .build();

    Core.Outcome outcome = one.service.offer(early);

    assertThat(launches(outcome)).isEmpty();
    assertThat(told(outcome)).isEmpty();
  }

  @Test
  void isNoCrashOfTheBrokerWhenItEndsBeforeItGetsTheTask() {
    Running one = new Running();
    one.service.command(new Command.Restart(0, false, false));
    one.service.report(0, TaskState.TASK_KILLED);
    one.offerBesideExecutor();

    one.service.report(0, TaskState.TASK_FAILED);

    assertThat(one.service.broker(0).crashes()).isEqualTo(Crashes.NONE);
    TaskInfo next = launches(one.service.launch(0)).get(0);
    assertThat(next.getExecutor().getExecutorId().getValue()).isNotEqualTo(one.executor());
    one.service.report(0, TaskState.TASK_FAILED);
    assertThat(one.service.broker(0).crashes().inARow()).isEqualTo(1);
  }

  @Test
  void isToldToEndWhenItsBrokerIsReplaced() {
    Running one = new Running();
    one.service.kafka(one.service.inSync());
    Reservation old = one.service.home(0);
    one.service.command(new Command.Replace(0, true, false));
    one.service.report(0, TaskState.TASK_KILLED);

    Core.Outcome outcome = one.service.offer(withExecutors(one.service, old, one.executor()));

    assertThat(told(outcome)).contains(one.executor() + " on S1");
  }

  @Test
  void isToldToEndWhenTheServiceIsUninstalledAndWaitedForSoThatNothingIsLeft() {
    Running one = new Running();
    one.service.command(Uninstalls.ASKED);
    one.service.report(0, TaskState.TASK_KILLED);
    Reservation home = one.service.home(0);
    Offer shown = withExecutors(one.service, home, one.executor());

    Core.Outcome outcome = one.service.offer(shown);

    assertThat(told(outcome)).containsExactly(one.executor() + " on S1");
    assertThat(calls(outcome, Call.Type.ACCEPT)).isEmpty();
    one.service.pass(Duration.ofMinutes(5));
    assertThat(calls(one.service.offer(shown), Call.Type.ACCEPT)).isEmpty();
    assertThat(
            calls(
                one.service.offer(TestOffer.of(1).with(one.service.reserved(home)).build()),
                Call.Type.ACCEPT))
        .hasSize(1);
  }

  @Test
  void isToldToEndWhenItIsToHaveMore() {
    Running one = new Running();
    one.service.kafka(one.service.inSync());
    ExecutorConfiguration executor = configuration().executor();
    one.service.configure(
        configuration()
            .with(
                new ExecutorConfiguration(
                    executor.cpus(), executor.memMb() + 64, executor.killGraceSeconds())));
    one.service.offer(TestOffer.roomy(1));
    Reservation growth =
        one.service.state().ledger().reservations().stream()
            .filter(Reservation::isGrowth)
            .findFirst()
            .orElseThrow();
    one.service.offer(TestOffer.of(1).with(one.service.reserved(growth)).build());
    one.service.report(0, TaskState.TASK_KILLED);

    Core.Outcome outcome = one.offerBesideExecutor();

    assertThat(launches(outcome)).isEmpty();
    assertThat(told(outcome)).containsExactly(one.executor() + " on S1");
    assertThat(launches(one.service.launch(0))).hasSize(1);
  }
}
