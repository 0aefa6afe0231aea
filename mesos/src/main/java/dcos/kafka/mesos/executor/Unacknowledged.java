package dcos.kafka.mesos.executor;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos.Call;

/**
 * What the agent hasn't confirmed to have kept: an agent that restarts learns it again from the
 * subscription. A task stays until its first update is acknowledged. May be used from any thread.
 */
final class Unacknowledged {
  private final Map<TaskID, TaskInfo> tasks = new LinkedHashMap<>();
  private final Map<ByteString, Call.Update> updates = new LinkedHashMap<>();
  private CompletableFuture<Void> empty = CompletableFuture.completedFuture(null);

  synchronized void add(TaskInfo task) {
    tasks.put(task.getTaskId(), task);
  }

  synchronized void add(Call.Update update) {
    updates.put(update.getStatus().getUuid(), update);
    if (empty.isDone()) {
      empty = new CompletableFuture<>();
    }
  }

  void acknowledged(TaskID task, ByteString uuid) {
    CompletableFuture<Void> done = null;
    synchronized (this) {
      tasks.remove(task);
      if (updates.remove(uuid) != null && updates.isEmpty()) {
        done = empty;
      }
    }
    // Outside, because whoever waits runs in this.
    if (done != null) {
      done.complete(null);
    }
  }

  synchronized List<TaskInfo> tasks() {
    return new ArrayList<>(tasks.values());
  }

  /** In the order in which they were added. */
  synchronized List<Call.Update> updates() {
    return new ArrayList<>(updates.values());
  }

  /** Completes when no update waits for its acknowledgement. */
  synchronized CompletionStage<Void> empty() {
    return empty.copy();
  }
}
