package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.Uninstall.Stage;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What tests of the service's end share: how far it is, and what brings it further. */
final class Uninstalls {

  static final Command ASKED = new Command.Uninstall("An operator asked for it.", false);
  static final Event REMOVED =
      new Event.Ended(Event.Ended.Why.REMOVED, "Framework has been removed");

  private Uninstalls() {}

  static TestService uninstalling() {
    TestService service = TestService.running(configuration());
    service.command(ASKED);
    return service;
  }

  /** The environment says it, whatever else it says. */
  static Core.Outcome start(TestService service, boolean uninstall) {
    return service.handle(
        new Event.Configured(
            new ConfigurationReading.Invalid(List.of(new ValidationError("BROKER_MEM", "no"))),
            uninstall));
  }

  static List<Operation> operations(Core.Outcome outcome) {
    return calls(outcome, Call.Type.ACCEPT).stream()
        .flatMap(call -> call.getAccept().getOperationsList().stream())
        .toList();
  }

  static void release(TestService service, int broker) {
    Reservation home = service.home(broker);
    Core.Outcome outcome =
        service.offer(TestOffer.of(broker + 1).with(service.reserved(home)).build());
    finish(service, outcome);
  }

  static void finish(TestService service, Core.Outcome outcome) {
    for (Operation operation : operations(outcome)) {
      service.operation(operation.getId().getValue(), OperationState.OPERATION_FINISHED);
    }
  }

  static void stop(TestService service) {
    service.brokers().forEach(id -> service.report(id, TaskState.TASK_KILLED));
  }

  static void releaseAll(TestService service) {
    stop(service);
    service.brokers().forEach(id -> release(service, id));
  }

  static TestService tornDown() {
    TestService service = uninstalling();
    releaseAll(service);
    service.pass(Duration.ofSeconds(10));
    service.disconnect();
    service.handle(REMOVED);
    return service;
  }

  static PlanView plan(TestService service) {
    return Plans.uninstall(service.state()).orElseThrow();
  }

  static List<PlanStatus> phases(TestService service) {
    return plan(service).phases().stream().map(PlanView.PhaseView::status).toList();
  }

  static String message(TestService service, int phase, int step) {
    return plan(service).phases().get(phase).steps().get(step).message();
  }

  static Stage stage(TestService service) {
    return service.state().uninstall().orElseThrow().stage();
  }

  static Outcome<List<String>> answer(Core.Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).outcome())
        .findFirst()
        .orElseThrow();
  }
}
