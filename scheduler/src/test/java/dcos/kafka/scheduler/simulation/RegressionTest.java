package dcos.kafka.scheduler.simulation;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.testing.TestKafka;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulation found, in a few lines each, and the seeds that showed it. */
class RegressionTest {

  @Test
  void anAgentThatIsBackUnderANewIdFreesItsUnreachableBroker() {
    TestService service = TestService.running(configuration());
    service.report(0, TaskState.TASK_UNREACHABLE);

    assertThat(
            launched(
                service.offer(
                    TestOffer.of(1, "S1-again").with(service.reserved(service.home(0))).build())))
        .hasSize(1);
  }

  @Test
  void offersAreWantedWhileABrokerIsUnreachableSinceOneMayShowItsAgentUnderANewId() {
    TestService service = TestService.running(configuration());

    assertThat(calls(service.report(0, TaskState.TASK_UNREACHABLE), Call.Type.REVIVE)).hasSize(1);
  }

  @Test
  void anUnreachableBrokerThatKafkaStillCountsIsNotStoppedPastTheGate() {
    TestService service = TestService.running(configuration());
    service.kafka(TestKafka.registered(0, 1, 2).belowMinimumWithout(1, "t-0"));
    service.report(1, TaskState.TASK_UNREACHABLE);

    assertThat(killed(service.command(new Command.Restart(1, false, false)))).isEmpty();
  }

  @Test
  void beforeKafkaIsSeenNothingThatMayBeAliveIsStopped() {
    TestService service = TestService.running(configuration());
    service.report(0, TaskState.TASK_UNREACHABLE);
    service.report(1, TaskState.TASK_UNREACHABLE);
    TestService next = service.crash();

    next.command(new Command.Restart(0, false, false));
    next.command(new Command.Restart(1, false, false));

    assertThat(killed(next.pass(Duration.ofMinutes(1)))).isEmpty();
  }

  /**
   * Each once failed, with the models of that day: 7 and 18 an agent under a new id, 37 an
   * unreachable broker, 10 a scheduler that had not seen Kafka yet, 143 two replacements in a row,
   * 558 a rollout that stopped behind its canaries.
   */
  @ParameterizedTest
  @ValueSource(longs = {7, 10, 18, 37, 143, 558})
  void holdsForSeedsThatOnceFailed(long seed) {
    assertThat(Simulation.run(seed, Variant.SOUND, false).violation()).isEmpty();
  }
}
