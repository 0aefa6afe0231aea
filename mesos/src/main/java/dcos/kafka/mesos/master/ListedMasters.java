package dcos.kafka.mesos.master;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One after the other of a fixed list; the one that answers redirects to the leader. */
final class ListedMasters implements MasterDetector {
  private final List<URI> masters;
  private int next;

  ListedMasters(List<URI> masters) {
    this.masters = List.copyOf(masters);
  }

  @Override
  public synchronized CompletionStage<URI> leader() {
    return CompletableFuture.completedFuture(masters.get(next));
  }

  @Override
  public synchronized void suspect(URI master) {
    if (masters.get(next).equals(master)) {
      next = (next + 1) % masters.size();
    }
  }

  @Override
  public void close() {}
}
