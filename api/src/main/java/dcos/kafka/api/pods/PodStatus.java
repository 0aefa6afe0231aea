package dcos.kafka.api.pods;

import java.util.List;

/** The newer dialect's shapes for pods. */
public final class PodStatus {

  private PodStatus() {}

  /**
   * All pods of the service.
   *
   * @param service its name
   * @param pods one type of pod: {@code kafka}
   */
  public record ServiceStatus(String service, List<PodType> pods) {}

  /**
   * All pods of a type.
   *
   * @param name of the type
   * @param instances ascending by number
   */
  public record PodType(String name, List<Instance> instances) {}

  /**
   * A pod.
   *
   * @param name {@code kafka-0}
   * @param tasks one; none before the first launch
   */
  public record Instance(String name, List<Task> tasks) {}

  /**
   * A task of a pod.
   *
   * @param id Mesos' task id
   * @param name {@code broker-0}
   * @param status Mesos' last word about it
   */
  public record Task(String id, String name, String status) {}

  /**
   * The answer to restart and replace.
   *
   * @param pod {@code kafka-0}
   * @param tasks names of its tasks
   */
  public record Commanded(String pod, List<String> tasks) {}
}
