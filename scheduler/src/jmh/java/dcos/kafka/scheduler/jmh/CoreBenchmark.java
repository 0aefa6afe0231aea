package dcos.kafka.scheduler.jmh;

import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;

/**
 * What one event costs the core, by the number of brokers. Each handles the same event in the same
 * state again and again, as the core changes neither. Run by {@code bench/core}.
 */
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoreBenchmark {
  private static final long SEED = 1;

  /** How many brokers the service has. */
  @Param({"3", "100", "1000"})
  public int brokers;

  private Instant now = TestService.START;
  private State waiting;
  private State complete;
  private Event offer;
  private Event offerNobodyNeeds;
  private Event report;
  private Event observation;

  /** Makes a service that waits for offers and one that is complete. */
  @Setup
  public void prepare() {
    TargetConfiguration configuration =
        TestService.with(TestService.configuration(DeployStrategy.PARALLEL), brokers);
    TestService service = TestService.registered(configuration);
    waiting = service.state();
    offer = new Event.Offered(service.connection(), List.of(TestOffer.roomy(brokers + 1)));
    for (int i = 0; i < brokers; i++) {
      service.launch(i);
      service.report(i, TaskState.TASK_STARTING);
      service.report(i, TaskState.TASK_RUNNING);
    }
    observation = new Event.KafkaObserved(service.inSync().seen());
    service.handle(observation);
    complete = service.state();
    now = service.now();
    offerNobodyNeeds =
        new Event.Offered(service.connection(), List.of(TestOffer.roomy(brokers + 2)));
    report =
        new Event.TaskReported(
            service.connection(),
            TestStatus.of(service.task(0).id(), service.task(0).agentId(), TaskState.TASK_RUNNING));
  }

  /** An offer, while all brokers wait for one: evaluated, a broker is launched on it. */
  @Benchmark
  public Core.Outcome offerTaken() {
    return Core.handle(waiting, offer, now, SEED);
  }

  /** An offer, when all brokers run: declined. */
  @Benchmark
  public Core.Outcome offerDeclined() {
    return Core.handle(complete, offerNobodyNeeds, now, SEED);
  }

  /** A task's status, when all brokers run. */
  @Benchmark
  public Core.Outcome taskReported() {
    return Core.handle(complete, report, now, SEED);
  }

  /** An observation of Kafka, when all brokers run. */
  @Benchmark
  public Core.Outcome kafkaObserved() {
    return Core.handle(complete, observation, now, SEED);
  }
}
