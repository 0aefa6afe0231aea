package dcos.kafka.api.debug;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the next broker may be touched.
 *
 * @param enabled false when the gate is switched off by configuration
 * @param open whether the next broker may be touched now
 * @param nextBroker the broker that would be touched next; empty when none is to be
 * @param waitingSince since when it is closed for that broker; empty when open
 * @param reasons what stands against it; empty when open
 */
public record GateView(
    boolean enabled,
    boolean open,
    Optional<Integer> nextBroker,
    Optional<Instant> waitingSince,
    List<GateReason> reasons) {

  /**
   * One thing that keeps the gate closed, or that it can't help and lets pass.
   *
   * @param code for programs, {@code CATCHING_UP} for example
   * @param blocking false for what is only told, such as a partition with one replica
   * @param partitions how many partitions are concerned; 0 when it isn't about partitions
   * @param message the reason as a sentence
   */
  public record GateReason(String code, boolean blocking, int partitions, String message) {}
}
