package dcos.kafka.local.link;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What the master tells an agent. Every method returns at once; a stopped agent hears nothing. */
public interface AgentEnd {
  /** It is admitted, under this id. */
  void registered(MasterEnd master, AgentID id);

  /** The master had given it up, so it has to register again. */
  void registerAgain();

  /** Answer with {@link MasterEnd#pong}. */
  void ping(MasterEnd master);

  /** Launch this task, and its executor when there is none of that id yet. */
  void launch(FrameworkInfo framework, TaskInfo task);

  /** Stop this task; {@code policy} wins over the task's own. */
  void kill(FrameworkID framework, TaskID task, Optional<KillPolicy> policy);

  /** Stop this executor with all its tasks. */
  void shutdownExecutor(FrameworkID framework, ExecutorID executor);

  /** The framework is gone for good: stop all its executors and forget it. */
  void shutdownFramework(FrameworkID framework);

  /** The framework has (re)subscribed: send again at once what it has not acknowledged. */
  void frameworkSubscribed(FrameworkInfo framework);

  /** The framework has taken note of the task's status update with this uuid. */
  void acknowledge(FrameworkID framework, TaskID task, ByteString uuid);

  /** Bytes from the framework to its executor. */
  void message(FrameworkID framework, ExecutorID executor, ByteString data);

  /** Apply RESERVE, UNRESERVE, CREATE or DESTROY, which the master has found to be valid. */
  void apply(FrameworkID framework, Operation operation);

  /** The framework has taken note of the operation's status update with this uuid. */
  void acknowledgeOperation(ByteString uuid);
}
