package dcos.kafka.scheduler.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time and everything random: what is to happen when, one thing at a time. */
final class Timeline {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private record Entry(long at, long sequence, Runnable what) {}

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::sequence));
  private final SplittableRandom random;
  private long now;
  private long sequence;

  Timeline(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Milliseconds since the beginning. */
  long millis() {
    return now;
  }

  Instant instant() {
    return BEGINNING.plusMillis(now);
  }

  static Instant instantAt(long millis) {
    return BEGINNING.plusMillis(millis);
  }

  static long millisOf(Instant instant) {
    return instant.toEpochMilli() - BEGINNING.toEpochMilli();
  }

  /** Has something happen at a time, or now if that has passed. */
  void at(long millis, Runnable what) {
    queue.add(new Entry(Math.max(now, millis), sequence++, what));
  }

  void after(long millis, Runnable what) {
    at(now + millis, what);
  }

  /** Has something happen some time between two distances from now. */
  void within(long least, long most, Runnable what) {
    after(between(least, most), what);
  }

  /** When the next thing happens; the end of time when nothing does. */
  long next() {
    Entry first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.at();
  }

  /** Goes to the next thing and has it happen. */
  void step() {
    Entry first = queue.remove();
    now = first.at();
    first.what().run();
  }

  /** Lets time pass up to a moment before the next thing. */
  void passTo(long millis) {
    now = Math.max(now, millis);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number from {@code least} to {@code most}, both included. */
  long between(long least, long most) {
    return least >= most ? least : random.nextLong(least, most + 1);
  }

  int index(int size) {
    return random.nextInt(size);
  }

  long seed() {
    return random.nextLong();
  }
}
