package dcos.kafka.api.topics;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;

/**
 * Topic names as Kafka defines them: 1 to 249 of letters, digits, {@code . _ -}, and neither {@code
 * .} nor {@code ..}.
 */
final class TopicNames {

  private TopicNames() {}

  /** The name, if it is legal and doesn't stand for something else in this API's paths. */
  static String creatable(String name) {
    if (name.equals(TopicResource.UNDER_REPLICATED) || name.equals(TopicResource.UNAVAILABLE)) {
      throw Problem.badRequest(
          "A topic of this name could not be described: GET /v1/topics/"
              + name
              + " tells of the partitions of all topics. Take another name.");
    }
    return legal(name);
  }

  /** The name, if a topic can be called so; else a 400 that says what a name may be. */
  static String legal(String name) {
    if (name.matches("[a-zA-Z0-9._-]{1,249}") && !name.equals(".") && !name.equals("..")) {
      return name;
    }
    throw Problem.badRequest(
        "\""
            + Shown.of(name)
            + "\" can't be the name of a topic: use 1 to 249 of the characters a-z, A-Z, 0-9, '.',"
            + " '_' and '-', but not just \".\" or \"..\".");
  }
}
