package dcos.kafka.local.link;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where agents find the leading master: what ZooKeeper is to frameworks. Safe for use by several
 * threads.
 */
public final class LeadingMaster {
  private final Set<Consumer<Optional<MasterEnd>>> listeners = new CopyOnWriteArraySet<>();
  private @Nullable MasterEnd leader;

  /** {@code master} leads from now on. */
  public synchronized void elected(MasterEnd master) {
    leader = master;
    listeners.forEach(listener -> listener.accept(Optional.of(master)));
  }

  /** {@code master} does not lead any more. */
  public synchronized void resigned(MasterEnd master) {
    if (leader == master) {
      leader = null;
      listeners.forEach(listener -> listener.accept(Optional.empty()));
    }
  }

  /** Tells {@code listener} of the leader now and at each change. It must return at once. */
  public synchronized void listen(Consumer<Optional<MasterEnd>> listener) {
    listeners.add(listener);
    listener.accept(Optional.ofNullable(leader));
  }

  /** Tells {@code listener} nothing more. */
  public synchronized void forget(Consumer<Optional<MasterEnd>> listener) {
    listeners.remove(listener);
  }
}
