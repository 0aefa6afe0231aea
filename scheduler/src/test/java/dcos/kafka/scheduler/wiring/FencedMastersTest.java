package dcos.kafka.scheduler.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.scheduler.store.StoreException;
import dcos.kafka.scheduler.store.TakenOverException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FencedMastersTest {

  private final List<String> exits = new CopyOnWriteArrayList<>();
  private volatile Optional<RuntimeException> refusal = Optional.empty();
  private final MasterDetector masters =
      new FencedMasters(
          MasterDetector.of("127.0.0.1:5050"),
          () ->
              refusal.ifPresent(
                  why -> {
                    throw why;
                  }),
          exits::add);

  @AfterEach
  void close() {
    masters.close();
  }

  private URI leader() {
    return masters.leader().toCompletableFuture().join();
  }

  @Test
  void namesTheLeaderToTheOneScheduler() {
    assertThat(leader()).isEqualTo(URI.create("http://127.0.0.1:5050"));
    assertThat(exits).isEmpty();
  }

  @Test
  void endsOneWhoseRecordsWereTakenOver() {
    refusal = Optional.of(new TakenOverException("/x", new IllegalStateException()));

    assertThatThrownBy(this::leader).hasMessageContaining("another scheduler has taken over");

    assertThat(exits).singleElement().asString().startsWith("another scheduler has taken over");
  }

  @Test
  void letsWhoCannotFindOutTryAgain() {
    refusal = Optional.of(new StoreException("the ensemble is away"));
    assertThatThrownBy(this::leader).hasMessageContaining("away");

    refusal = Optional.empty();

    assertThat(leader()).isEqualTo(URI.create("http://127.0.0.1:5050"));
    assertThat(exits).isEmpty();
  }
}
