package dcos.kafka.scheduler.simulation;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    boolean executorAlive;
    boolean acknowledged;

    /** Whether its health check fails. */
    boolean sick;

    @Nullable ByteString terminalUuid;

    private final List<String> labels;
    private final List<String> executorLabels;

    Task(TaskInfo info, TaskState state, boolean executorAlive) {
      this.info = info;
      this.labels = info.getResourcesList().stream().map(Bundle::label).toList();
      this.executorLabels =
          info.getExecutor().getResourcesList().stream().map(Bundle::label).toList();
      this.state = state;
      this.executorAlive = executorAlive;
    }
  }

  final Agent agent;
  final String id;
  final Bundle total;
  final Map<String, Task> tasks = new LinkedHashMap<>();
  final Map<String, Operation> operations = new LinkedHashMap<>();
  final Map<String, Bundle> offers = new LinkedHashMap<>();
  Standing standing = Standing.RECOVERING;

  KnownAgent(Agent agent, String id) {
    this.agent = agent;
    this.id = id;
    this.total = agent.resources.copy();
  }

  Task taskOf(Execution execution) {
    Task task = new Task(execution.task(), execution.latest(), execution.isExecutorAlive());
    task.sick = execution.isSick();
    return task;
  }

  void forgetEnded(String taskId) {
    Task task = tasks.get(taskId);
    if (task != null && task.acknowledged && !task.executorAlive) {
      tasks.remove(taskId);
    }
  }

  /** What is neither used by a task nor held by an offer. */
  Bundle available() {
    Bundle available = total.copy();
    offers.values().forEach(available::subtract);
    for (Task task : tasks.values()) {
      if (!Agent.isTerminal(task.state)) {
        task.labels.forEach(available.reserved::remove);
      }
      if (task.executorAlive) {
        task.executorLabels.forEach(available.reserved::remove);
      }
    }
    return available;
  }

  List<String> offerIds() {
    return List.copyOf(offers.keySet());
  }
}
