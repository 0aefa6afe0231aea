package dcos.kafka.scheduler.simulation;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.jspecify.annotations.Nullable;

/** What the master knows of an agent, which may be less or other than what is the case. */
final class KnownAgent {

  enum Standing {
    RECOVERING,
    REGISTERED,
    UNREACHABLE,
    GONE
  }

  static final class Task {
    final TaskInfo info;
    TaskState state;
    boolean acknowledged;

    /** Whether its health check fails. */
    boolean sick;

    @Nullable ByteString terminalUuid;

    private final List<String> labels;

    Task(TaskInfo info, TaskState state) {
      this.info = info;
      this.labels = info.getResourcesList().stream().map(Bundle::label).toList();
      this.state = state;
    }
  }

  final Agent agent;
  final String id;
  final Bundle total;
  final Map<String, Task> tasks = new LinkedHashMap<>();
  final Map<String, ExecutorInfo> executors = new LinkedHashMap<>();
  final Map<String, Operation> operations = new LinkedHashMap<>();
  final Map<String, Bundle> offers = new LinkedHashMap<>();
  Standing standing = Standing.RECOVERING;

  KnownAgent(Agent agent, String id) {
    this.agent = agent;
    this.id = id;
    this.total = agent.resources.copy();
  }

  Task taskOf(Execution execution) {
    Task task = new Task(execution.task(), execution.latest());
    task.sick = execution.isSick();
    return task;
  }

  void forgetEnded(String taskId) {
    Task task = tasks.get(taskId);
    if (task != null && task.acknowledged) {
      tasks.remove(taskId);
    }
  }

  /** What is neither used by a task or an executor nor held by an offer. */
  Bundle available() {
    Bundle available = total.copy();
    offers.values().forEach(available::subtract);
    for (Task task : tasks.values()) {
      if (!Agent.isTerminal(task.state)) {
        task.labels.forEach(available.reserved::remove);
      }
    }
    for (ExecutorInfo executor : executors.values()) {
      executor.getResourcesList().forEach(r -> available.reserved.remove(Bundle.label(r)));
    }
    return available;
  }

  List<String> offerIds() {
    return List.copyOf(offers.keySet());
  }
}
