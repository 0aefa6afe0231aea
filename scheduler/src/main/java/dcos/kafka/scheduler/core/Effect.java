package dcos.kafka.scheduler.core;

import dcos.kafka.api.outcome.Outcome;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What has to be done once a frame's records are durable; adapters do it. */
public sealed interface Effect {

  /**
   * Send a call to Mesos.
   *
   * @param connection the connection that it was decided on; on any other it is dropped
   * @param call the call, without the framework's id, which the client fills in
   */
  record Send(long connection, Call call) implements Effect {}

  /** Say in later subscriptions whether offers are wanted. */
  record Suppressed(boolean suppressed) implements Effect {}

  /**
   * Answer an operator.
   *
   * @param commandId whose
   * @param outcome ids of the tasks that are stopped for it, where it is about brokers
   */
  record Answer(long commandId, Outcome<List<String>> outcome) implements Effect {}

  /**
   * Have Kafka take over settings of one broker without a restart.
   *
   * @param broker the broker
   * @param set what to set, by Kafka's names
   * @param removed what to remove
   */
  record ApplySettings(int broker, SortedMap<String, String> set, SortedSet<String> removed)
      implements Effect {}

  /**
   * Remove Kafka's nodes from ZooKeeper, then the service's own.
   *
   * @param kafkas whether Kafka may have any: whether a broker was ever to be launched
   */
  record RemoveState(boolean kafkas) implements Effect {}

  /**
   * Stop this process.
   *
   * @param reason a sentence for the operator
   */
  record Exit(String reason) implements Effect {}
}
