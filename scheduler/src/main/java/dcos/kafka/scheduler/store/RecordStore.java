package dcos.kafka.scheduler.store;

import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.JournalPage;
import dcos.kafka.scheduler.core.Recovery;
import java.util.List;

/** Where the core's records are durable. Used by one thread. */
public interface RecordStore {

  /**
   * Makes this process the only one that may write from now on, and reads what is there.
   *
   * @throws StoreException when the store can't be read, or what is there isn't understood
   */
  Recovery open();

  /** The pages of the journal that {@link #open} found, in no order. */
  List<JournalPage> journal();

  /**
   * Makes changes durable, all or none of them.
   *
   * @throws StoreException when that failed, or whether it did isn't known, or another process has
   *     opened the store since: this one has to end, and the next reads what is there
   */
  void commit(List<Change> changes);

  /**
   * Removes all records, and everything else below the service's path; those last that say what the
   * service was doing. There is nothing to commit to afterwards. May be called again.
   *
   * @throws StoreException when that failed; it can be tried again
   */
  void remove();
}
