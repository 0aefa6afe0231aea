package dcos.kafka.scheduler.wiring;

import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.scheduler.store.TakenOverException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Names the leading master only to the one scheduler. One that was stopped for so long that it lost
 * its connection (a virtual machine that was paused, a suspended process) would otherwise subscribe
 * again before it does anything else, and so end the subscription of its successor.
 */
final class FencedMasters implements MasterDetector {

  private final MasterDetector masters;
  private final Runnable assertOwned;
  private final Consumer<String> exit;

  /**
   * In front of another detector.
   *
   * @param assertOwned throws when this isn't the one scheduler, or that can't be found out; may
   *     take long
   * @param exit ends the process, for a reason
   */
  FencedMasters(MasterDetector masters, Runnable assertOwned, Consumer<String> exit) {
    this.masters = masters;
    this.assertOwned = assertOwned;
    this.exit = exit;
  }

  @Override
  public CompletionStage<URI> leader() {
    return masters
        .leader()
        .thenCompose(
            master ->
                CompletableFuture.runAsync(assertOwned, FencedMasters::inBackground)
                    .thenApply(nothing -> master))
        .whenComplete((master, failure) -> check(failure));
  }

  private void check(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof TakenOverException) {
      exit.accept(String.valueOf(cause.getMessage()));
    }
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "fence");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void suspect(URI master) {
    masters.suspect(master);
  }

  @Override
  public void close() {
    masters.close();
  }
}
