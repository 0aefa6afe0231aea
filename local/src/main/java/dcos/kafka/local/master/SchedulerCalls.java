package dcos.kafka.local.master;

import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Response;

/** Carries out each call of a subscribed framework. */
final class SchedulerCalls {
  private final Cluster cluster;
  private final Allocator allocator;
  private final Subscriptions subscriptions;
  private final Acceptance acceptance;
  private final Reconciliation reconciliation;

  SchedulerCalls(Cluster cluster, Allocator allocator, Subscriptions subscriptions) {
    this.cluster = cluster;
    this.allocator = allocator;
    this.subscriptions = subscriptions;
    this.acceptance = new Acceptance(cluster, allocator);
    this.reconciliation = new Reconciliation(cluster);
  }

  Answer call(Call call, Optional<String> principal, Optional<String> streamId)
      throws RefusedException {
    Framework framework = caller(call, principal, streamId);
    switch (call.getType()) {
      case TEARDOWN -> subscriptions.remove(framework);
      case ACCEPT -> acceptance.accept(framework, call.getAccept());
      case DECLINE -> decline(framework, call.getDecline());
      case REVIVE -> revive(framework, call.getRevive().getRolesList());
      case SUPPRESS -> suppress(framework, call.getSuppress().getRolesList());
      case KILL -> kill(framework, call.getKill());
      case SHUTDOWN -> {
        Call.Shutdown shutdown = call.getShutdown();
        cluster
            .agent(shutdown.getAgentId().getValue())
            .ifPresent(
                agent ->
                    agent.tell(
                        end ->
                            end.shutdownExecutor(
                                framework.info().getId(), shutdown.getExecutorId())));
      }
      case ACKNOWLEDGE -> acknowledge(framework, call.getAcknowledge());
      case ACKNOWLEDGE_OPERATION_STATUS -> {
        Call.AcknowledgeOperationStatus acknowledged = call.getAcknowledgeOperationStatus();
        cluster
            .agent(acknowledged.getAgentId().getValue())
            .filter(AgentEntry::isConnected)
            .ifPresent(agent -> agent.end().acknowledgeOperation(acknowledged.getUuid()));
      }
      case RECONCILE -> reconciliation.reconcile(framework, call.getReconcile());
      case RECONCILE_OPERATIONS -> {
        return reconcileOperations(call);
      }
      case MESSAGE -> {
        Call.Message message = call.getMessage();
        cluster
            .agent(message.getAgentId().getValue())
            .filter(AgentEntry::isConnected)
            .ifPresent(
                agent ->
                    agent
                        .end()
                        .message(
                            framework.info().getId(), message.getExecutorId(), message.getData()));
      }
      case UPDATE_FRAMEWORK -> {
        return updateFramework(framework, call.getUpdateFramework());
      }
      case REQUEST, ACCEPT_INVERSE_OFFERS, DECLINE_INVERSE_OFFERS -> {
        // Taken note of: this master plans no maintenance, and Mesos' own allocator ignores
        // requests too.
      }
      case SUBSCRIBE, UNKNOWN -> {
        return Answer.empty(501);
      }
    }
    return Answer.accepted();
  }

  private Framework caller(Call call, Optional<String> principal, Optional<String> streamId)
      throws RefusedException {
    Framework framework =
        cluster
            .framework(call.getFrameworkId().getValue())
            .orElseThrow(() -> new RefusedException(400, "Framework cannot be found"));
    String expected = framework.info().getPrincipal();
    if (principal.filter(one -> !one.equals(expected)).isPresent()) {
      throw new RefusedException(400, principalMismatch(principal.get(), expected));
    }
    if (!framework.isConnected()) {
      throw new RefusedException(403, "Framework is not subscribed");
    }
    String id =
        streamId.orElseThrow(
            () ->
                new RefusedException(
                    400, "All non-subscribe calls should include the 'Mesos-Stream-Id' header"));
    if (framework.streamId().filter(id::equals).isEmpty()) {
      throw new RefusedException(
          400,
          "The stream ID '"
              + id
              + "' included in this request didn't match the stream ID currently associated with"
              + " framework ID "
              + framework.id());
    }
    return framework;
  }

  static String principalMismatch(String authenticated, String inInfo) {
    return "Authenticated principal '"
        + authenticated
        + "' does not match principal '"
        + inInfo
        + "' set in `FrameworkInfo`";
  }

  private void decline(Framework framework, Call.Decline decline) {
    for (HeldOffer offer : acceptance.take(framework, decline.getOfferIdsList())) {
      allocator.refuse(
          framework, offer.agent(), offer.role(), offer.resources(), decline.getFilters());
    }
    allocator.changed();
  }

  private void revive(Framework framework, List<String> roles) {
    if (roles.isEmpty()) {
      framework.suppressedRoles.clear();
      framework.refusals.clear();
    } else {
      framework.suppressedRoles.removeAll(roles);
      framework.refusals.removeIf(refusal -> roles.contains(refusal.role()));
    }
    allocator.changed();
  }

  private static void suppress(Framework framework, List<String> roles) {
    framework.suppressedRoles.addAll(roles.isEmpty() ? framework.roles() : roles);
  }

  private void kill(Framework framework, Call.Kill kill) {
    MasterTask task = framework.tasks.get(kill.getTaskId().getValue());
    Optional<AgentEntry> agent = task == null ? Optional.empty() : cluster.agent(task.agent());
    if (agent.isEmpty()) {
      reconciliation.reconcile(
          framework,
          kill.getTaskId(),
          kill.hasAgentId() ? Optional.of(kill.getAgentId()) : Optional.empty());
    } else {
      agent
          .get()
          .tell(
              end ->
                  end.kill(
                      framework.info().getId(),
                      kill.getTaskId(),
                      kill.hasKillPolicy() ? Optional.of(kill.getKillPolicy()) : Optional.empty()));
    }
  }

  private void acknowledge(Framework framework, Call.Acknowledge acknowledge) {
    MasterTask task = framework.tasks.get(acknowledge.getTaskId().getValue());
    if (task != null && task.endsWith(acknowledge.getUuid())) {
      framework.tasks.remove(task.id());
      framework.complete(task);
    }
    cluster
        .agent(acknowledge.getAgentId().getValue())
        .filter(AgentEntry::isConnected)
        .ifPresent(
            agent ->
                agent
                    .end()
                    .acknowledge(
                        framework.info().getId(), acknowledge.getTaskId(), acknowledge.getUuid()));
  }

  /** Operations are done at once or refused at once here, so none is on its way. */
  private static Answer reconcileOperations(Call call) {
    Response.ReconcileOperations.Builder statuses = Response.ReconcileOperations.newBuilder();
    for (Call.ReconcileOperations.Operation operation :
        call.getReconcileOperations().getOperationsList()) {
      OperationStatus.Builder status =
          OperationStatus.newBuilder()
              .setOperationId(operation.getOperationId())
              .setState(OperationState.OPERATION_UNKNOWN)
              .setMessage("Reconciliation: Operation is unknown");
      if (operation.hasAgentId()) {
        status.setAgentId(operation.getAgentId());
      }
      statuses.addOperationStatuses(status);
    }
    return MasterPages.jsonOf(
        Response.newBuilder()
            .setType(Response.Type.RECONCILE_OPERATIONS)
            .setReconcileOperations(statuses)
            .build());
  }

  private Answer updateFramework(Framework framework, Call.UpdateFramework update)
      throws RefusedException {
    Optional<String> problem =
        Subscriptions.rolesProblem(
            update.getFrameworkInfo(), new HashSet<>(update.getSuppressedRolesList()));
    if (problem.isPresent()) {
      throw new RefusedException(400, "'UpdateFramework' call is not valid: " + problem.get());
    }
    subscriptions.update(framework, update.getFrameworkInfo(), update.getSuppressedRolesList());
    return Answer.empty(200);
  }
}
