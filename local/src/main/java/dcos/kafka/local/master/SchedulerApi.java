package dcos.kafka.local.master;

import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.Calls;
import dcos.kafka.local.http.RecordStream;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.http.Request;
import dcos.kafka.mesos.wire.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * {@code POST /api/v1/scheduler}: what is checked before a call reaches the master, in Mesos' order
 * and words.
 */
final class SchedulerApi {
  private final Map<String, String> secrets;

  SchedulerApi(Map<String, String> secrets) {
    this.secrets = secrets;
  }

  /** The principal that shows its secret; empty when nobody has to. */
  Optional<String> authenticate(Request request) throws RefusedException {
    if (secrets.isEmpty()) {
      return Optional.empty();
    }
    String header = request.header("Authorization").orElse("");
    if (header.startsWith("Basic ")) {
      String[] credential = decoded(header.substring("Basic ".length())).split(":", 2);
      if (credential.length == 2 && credential[1].equals(secrets.get(credential[0]))) {
        return Optional.of(credential[0]);
      }
    }
    throw new RefusedException(
        Answer.text(401, "401 Unauthorized.")
            .with("WWW-Authenticate", "Basic realm=\"mesos-master-scheduler\""));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  Answer answer(Request request, Optional<String> principal, Master master)
      throws RefusedException {
    if (!request.method().equals("POST")) {
      return Answer.methodNotAllowed("POST", request.method());
    }
    Call call = Calls.read(request, Call.newBuilder()).build();
    String problem = problem(call, principal);
    if (!problem.isEmpty()) {
      throw new RefusedException(400, "Failed to validate scheduler::Call: " + problem);
    }
    Optional<String> streamId = request.header("Mesos-Stream-Id");
    if (call.getType() != Call.Type.SUBSCRIBE) {
      if (call.getType() == Call.Type.RECONCILE_OPERATIONS) {
        Calls.accepted(request);
      }
      return master.call(call, principal, streamId);
    }
    MessageFormat format = Calls.accepted(request);
    if (streamId.isPresent()) {
      throw new RefusedException(
          400, "Subscribe calls should not include the 'Mesos-Stream-Id' header");
    }
    return subscribe(call.getSubscribe(), principal, format, master);
  }

  private static Answer subscribe(
      Call.Subscribe subscribe, Optional<String> principal, MessageFormat format, Master master) {
    String id = UUID.randomUUID().toString();
    RecordStream records = new RecordStream(broken -> master.streamBroken(id));
    Call.Subscribe.Builder complete = subscribe.toBuilder();
    FrameworkInfo.Builder info = complete.getFrameworkInfoBuilder();
    principal.filter(one -> !info.hasPrincipal()).ifPresent(info::setPrincipal);
    master.subscribe(complete.build(), new SchedulerStream(id, format, records));
    return Answer.streaming(format.mediaType(), records).with("Mesos-Stream-Id", id);
  }

  /** Empty when there is none. */
  private static String problem(Call call, Optional<String> principal) {
    if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
      return "Expecting 'type' to be present";
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return subscribeProblem(call, principal);
    }
    if (!call.hasFrameworkId()) {
      return "Expecting 'framework_id' to be present";
    }
    boolean present =
        switch (call.getType()) {
          case ACCEPT -> call.hasAccept();
          case DECLINE -> call.hasDecline();
          case ACCEPT_INVERSE_OFFERS -> call.hasAcceptInverseOffers();
          case DECLINE_INVERSE_OFFERS -> call.hasDeclineInverseOffers();
          case KILL -> call.hasKill();
          case SHUTDOWN -> call.hasShutdown();
          case ACKNOWLEDGE -> call.hasAcknowledge();
          case ACKNOWLEDGE_OPERATION_STATUS -> call.hasAcknowledgeOperationStatus();
          case RECONCILE -> call.hasReconcile();
          case RECONCILE_OPERATIONS -> call.hasReconcileOperations();
          case MESSAGE -> call.hasMessage();
          case REQUEST -> call.hasRequest();
          case UPDATE_FRAMEWORK -> call.hasUpdateFramework();
          case SUBSCRIBE, TEARDOWN, REVIVE, SUPPRESS, UNKNOWN -> true;
        };
    return present
        ? ""
        : "Expecting '"
            + call.getType().name().toLowerCase(java.util.Locale.ROOT)
            + "' to be present";
  }

  private static String subscribeProblem(Call call, Optional<String> principal) {
    if (!call.hasSubscribe()) {
      return "Expecting 'subscribe' to be present";
    }
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    if (!info.getId().getValue().equals(call.getFrameworkId().getValue())) {
      return "'framework_id' differs from 'subscribe.framework_info.id'";
    }
    if (principal.isPresent()
        && info.hasPrincipal()
        && !info.getPrincipal().equals(principal.get())) {
      return SchedulerCalls.principalMismatch(principal.get(), info.getPrincipal());
    }
    return "";
  }
}
