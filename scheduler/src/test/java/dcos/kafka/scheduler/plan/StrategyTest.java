package dcos.kafka.scheduler.plan;

import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.testing.TestService;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

class StrategyTest {

  /** Three running brokers that are to change; the gate keeps all of them from being touched. */
  private static TestService changing(DeployStrategy strategy) {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().disconnected());
    service.configure(with(changed(configuration()), strategy));
    return service;
  }

  @Test
  void hasNothingToDoWithoutATarget() {
    assertThat(Strategy.next(TestService.unborn().state())).isEmpty();
  }

  @Test
  void hasNothingToDoWhenEverythingIsComplete() {
    assertThat(Strategy.next(TestService.running(configuration()).state())).isEmpty();
  }

  @Test
  void takesOneAfterTheOtherSerially() {
    TestService service = changing(DeployStrategy.SERIAL);
    assertThat(Strategy.next(service.state())).containsExactly(0);

    service.kafka(service.inSync());

    assertThat(service.state().work().begun()).containsExactly(0);
    assertThat(Strategy.next(service.state())).isEmpty();
  }

  @Test
  void takesAllAtOnceInParallel() {
    assertThat(Strategy.next(changing(DeployStrategy.PARALLEL).state())).containsExactly(0, 1, 2);
  }

  @Test
  void takesNobodyBeforeTheFirstContinueWithACanary() {
    assertThat(Strategy.next(changing(DeployStrategy.SERIAL_CANARY).state())).isEmpty();
    assertThat(Strategy.next(changing(DeployStrategy.PARALLEL_CANARY).state())).isEmpty();
  }

  @Test
  void takesTheFirstAfterTheFirstContinueAndTheRestAfterTheSecond() {
    TestService parallel = changing(DeployStrategy.PARALLEL_CANARY);
    parallel.command(new Command.Continue(false));
    assertThat(Strategy.next(parallel.state())).containsExactly(0);
    parallel.command(new Command.Continue(false));
    assertThat(Strategy.next(parallel.state())).containsExactly(0, 1, 2);

    TestService serial = changing(DeployStrategy.SERIAL_CANARY);
    serial.command(new Command.Continue(false));
    serial.command(new Command.Continue(false));
    assertThat(Strategy.next(serial.state())).containsExactly(0);
  }

  @Test
  void takesNobodyWhileItIsInterrupted() {
    for (DeployStrategy strategy : DeployStrategy.values()) {
      TestService service = changing(strategy);
      service.command(new Command.Continue(false));
      service.command(new Command.Interrupt());

      assertThat(Strategy.next(service.state())).isEmpty();
    }
  }

  @Test
  void takesTheControllerLastWhenItGoesSerially() {
    TestService service = changing(DeployStrategy.SERIAL);
    service.kafka(service.inSync().controller(0).disconnected());
    assertThat(Strategy.next(service.state())).containsExactly(1);

    service.kafka(service.inSync().controller(2).disconnected());
    assertThat(Strategy.next(service.state())).containsExactly(0);
  }

  @Test
  void takesTheControllerWhenItIsTheOnlyOneLeft() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().controller(0));
    service.configure(changed(configuration()));
    for (int id : new int[] {1, 2}) {
      assertThat(service.state().work().begun()).containsExactly(id);
      service.report(id, TaskState.TASK_KILLED);
      service.launch(id);
      service.report(id, TaskState.TASK_RUNNING);
      service.kafka(service.inSync().controller(0));
    }

    assertThat(service.state().work().begun()).containsExactly(0);
  }

  @Test
  void takesTheCanaryItWasToldToEvenIfThatIsTheController() {
    TestService service = changing(DeployStrategy.SERIAL_CANARY);
    service.kafka(service.inSync().controller(0).disconnected());
    service.command(new Command.Continue(false));

    assertThat(Strategy.next(service.state())).containsExactly(0);
  }
}
