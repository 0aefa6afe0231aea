package dcos.kafka.api.topics;

/** Where in a partition an offset is asked for. */
public sealed interface OffsetTime {

  /** The first offset that is kept; {@code first} or {@code -2}. */
  record First() implements OffsetTime {}

  /** The offset that the next record will get; {@code last} or {@code -1}. */
  record Last() implements OffsetTime {}

  /**
   * The first record at or after a time.
   *
   * @param epochMillis milliseconds since 1970, not negative
   */
  record At(long epochMillis) implements OffsetTime {}
}
