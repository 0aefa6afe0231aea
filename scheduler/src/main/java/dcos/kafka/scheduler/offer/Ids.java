package dcos.kafka.scheduler.offer;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes ids from randomness that is handed in, so that whoever replays an event with the same seed
 * gets the same ids.
 *
 * @param random where they come from
 */
public record Ids(SplittableRandom random) {

  /** A random UUID (RFC 4122, version 4). */
  public String uuid() {
    long most = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long least = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least).toString();
  }
}
