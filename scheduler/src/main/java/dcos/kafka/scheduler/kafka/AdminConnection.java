package dcos.kafka.scheduler.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;

/**
 * One AdminClient that is kept: connecting anew for each call costs more than the call. It follows
 * brokers that come and go by itself, as long as it knows one that stays; when all addresses that
 * it was made with are gone, it is made anew.
 */
final class AdminConnection implements AutoCloseable {

  /** Every call ends within this time, however Kafka is. */
  static final Duration LIMIT = Duration.ofSeconds(4);

  private static final int REQUEST_MILLIS = 3_000;
  private static final int CALL_MILLIS = 3_700;
  private static final int CONNECT_MILLIS = 1_500;
  private static final int RECONNECT_MILLIS = 500;

  /** No broker is known that could be asked. */
  static final class NoBroker extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private record Connected(Admin admin, Set<String> addresses) {}

  private final Executor workers;
  private volatile Set<String> addresses = Set.of();
  private @Nullable Connected connected;
  private boolean closed;

  /**
   * Creates it, not connected yet.
   *
   * @param workers where connections are made, since that resolves names
   */
  AdminConnection(Executor workers) {
    this.workers = workers;
  }

  /** From now on the brokers are at these addresses, each as {@code host:port}. */
  void brokersAt(Set<String> current) {
    addresses = Set.copyOf(current);
  }

  /** Where brokers are, in order, each as {@code host:port}. */
  SortedSet<String> addresses() {
    return new TreeSet<>(addresses);
  }

  /**
   * Calls Kafka.
   *
   * @return what it answers; fails with {@link NoBroker}, with a {@link
   *     java.util.concurrent.TimeoutException}, with a {@link RejectedExecutionException} when too
   *     many calls wait, or with Kafka's error
   */
  <T> CompletableFuture<T> call(Function<Admin, KafkaFuture<T>> call) {
    return callAll(admin -> call.apply(admin).toCompletionStage());
  }

  /** The same for what Kafka answers in parts. */
  <T> CompletableFuture<T> callAll(Function<Admin, CompletionStage<T>> call) {
    try {
      return CompletableFuture.supplyAsync(this::admin, workers)
          .thenCompose(admin -> open(admin, call))
          .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> CompletionStage<T> open(
      Admin admin, Function<Admin, CompletionStage<T>> call) {
    try {
      return call.apply(admin);
    } catch (IllegalStateException e) {
      // Another call has just closed it, since all brokers had moved.
      throw new DisconnectException("The brokers have moved; try again.", e);
    }
  }

  private synchronized Admin admin() {
    Set<String> current = addresses;
    if (closed || current.isEmpty()) {
      throw new CompletionException(new NoBroker());
    }
    if (connected != null && !Collections.disjoint(connected.addresses(), current)) {
      return connected.admin();
    }
    disconnect();
    Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.join(",", current),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "dcos-kafka-scheduler",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                CALL_MILLIS,
                AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                CONNECT_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                RECONNECT_MILLIS));
    connected = new Connected(admin, current);
    return admin;
  }

  private void disconnect() {
    Optional.ofNullable(connected).ifPresent(old -> old.admin().close(Duration.ZERO));
    connected = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
