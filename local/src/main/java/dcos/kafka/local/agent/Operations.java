package dcos.kafka.local.agent;

import com.google.protobuf.ByteString;
import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.loop.Loop.Timer;
import dcos.kafka.local.resource.Conversion;
import dcos.kafka.local.resource.InvalidOperationException;
import dcos.kafka.local.resource.Resources;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;

/**
 * What the agent has, how operations change it, and their status updates until they are
 * acknowledged.
 */
final class Operations {
  private final Volumes volumes;
  private final Loop loop;
  private final Duration retry;
  private final BiConsumer<Checkpoint.SavedOperation, Optional<Resources>> send;
  private final Map<ByteString, Checkpoint.SavedOperation> pending = new LinkedHashMap<>();
  private final Map<ByteString, Timer> retries = new LinkedHashMap<>();
  private Resources total;

  Operations(
      Resources total,
      Volumes volumes,
      Loop loop,
      Duration retry,
      BiConsumer<Checkpoint.SavedOperation, Optional<Resources>> send) {
    this.total = total;
    this.volumes = volumes;
    this.loop = loop;
    this.retry = retry;
    this.send = send;
  }

  Resources total() {
    return total;
  }

  Iterable<Checkpoint.SavedOperation> pending() {
    return pending.values();
  }

  void recover(List<Checkpoint.SavedOperation> operations) {
    operations.forEach(
        operation -> pending.put(operation.status().getUuid().getValue(), operation));
  }

  void apply(FrameworkID framework, Operation operation, AgentID agent) {
    OperationStatus.Builder status = OperationStatus.newBuilder();
    Optional<Resources> right = Optional.empty();
    try {
      Resources converted = Conversion.of(operation).applyTo(total);
      volumes.create(operation.getCreate().getVolumesList());
      volumes.destroy(operation.getDestroy().getVolumesList());
      total = converted;
      status.setState(OperationState.OPERATION_FINISHED);
    } catch (InvalidOperationException | IOException e) {
      status
          .setState(OperationState.OPERATION_FAILED)
          .setMessage("The agent could not do it: " + e.getMessage());
      right = Optional.of(total);
    }
    if (operation.hasId()) {
      status.setOperationId(operation.getId()).setUuid(Uuids.proto()).setAgentId(agent);
    }
    Checkpoint.SavedOperation update = new Checkpoint.SavedOperation(framework, status.build());
    if (operation.hasId()) {
      pending.put(update.status().getUuid().getValue(), update);
      sendUntilAcknowledged(update, right, retry);
    } else if (right.isPresent()) {
      send.accept(update, right);
    }
  }

  void acknowledge(ByteString uuid) {
    pending.remove(uuid);
    Timer timer = retries.remove(uuid);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** All at once: somebody who may not have got them has come back. */
  void resend() {
    new ArrayList<>(pending.values())
        .forEach(update -> sendUntilAcknowledged(update, Optional.empty(), retry));
  }

  private void sendUntilAcknowledged(
      Checkpoint.SavedOperation update, Optional<Resources> right, Duration next) {
    ByteString uuid = update.status().getUuid().getValue();
    if (pending.containsKey(uuid)) {
      send.accept(update, right);
      Timer before =
          retries.put(
              uuid,
              loop.after(
                  next,
                  () ->
                      sendUntilAcknowledged(update, Optional.empty(), AgentCore.following(next))));
      if (before != null) {
        before.cancel();
      }
    }
  }
}
