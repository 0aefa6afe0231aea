package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.testing.TestDisk;
import java.util.List;
import java.util.Optional;

/**
 * The store: what is in it survives every crash of the scheduler, and nothing else does. Whoever
 * opens it is the only one whose transactions succeed from then on.
 */
final class Durable {

  private final TestDisk disk = new TestDisk();
  private long owner;

  /** Makes somebody the owner; returns the number to commit with. */
  long open() {
    return ++owner;
  }

  boolean isOwnedBy(long number) {
    return owner == number;
  }

  /** Writes all of it, or nothing when somebody else has opened the store since. */
  boolean commit(long number, List<Change> changes) {
    if (!isOwnedBy(number)) {
      return false;
    }
    disk.apply(changes);
    return true;
  }

  /**
   * Removes everything, or nothing when somebody else has opened the store since.
   *
   * @param dies see {@link TestDisk#remove}
   */
  boolean remove(long number, boolean dies) {
    if (!isOwnedBy(number)) {
      return false;
    }
    disk.remove(dies);
    return true;
  }

  Recovery recovery() {
    return disk.recovery();
  }

  Optional<Broker> broker(int id) {
    return disk.broker(id);
  }

  /** Whether a labelled resource is in the books. */
  boolean knows(String resourceId) {
    return disk.knows(resourceId);
  }
}
