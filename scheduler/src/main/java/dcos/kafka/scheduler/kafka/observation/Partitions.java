package dcos.kafka.scheduler.kafka.observation;

import java.util.List;

/**
 * A set of partitions: how many, and the first few by name, since a message can't list thousands.
 *
 * @param count how many there are
 * @param examples up to {@link #EXAMPLES} of them as {@code topic-0}, in order
 */
public record Partitions(int count, List<String> examples) {

  /** How many are named. */
  public static final int EXAMPLES = 5;

  /** No partition. */
  public static final Partitions NONE = new Partitions(0, List.of());

  /** Copies, so that an observation never changes. */
  public Partitions {
    examples = List.copyOf(examples);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** How many, for messages: {@code 1 partition}, {@code 7 partitions}. */
  public String counted() {
    return count + (count == 1 ? " partition" : " partitions");
  }

  /** For messages: {@code a-0, a-1 and 7 more}. */
  @Override
  public String toString() {
    int more = count - examples.size();
    return String.join(", ", examples) + (more > 0 ? " and " + more + " more" : "");
  }
}
