package dcos.kafka.executor.health;

import dcos.kafka.executor.task.BrokerTask;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a broker answers: it has to take a connection, and answer ApiVersions and Metadata, which
 * go through its network threads, its request queue and its request handlers. Where the first
 * listener is encrypted or authenticates, taking the connection has to do.
 */
public final class BrokerProbe {
  private final String host;
  private final int port;
  private final boolean plaintext;

  /** A probe of the task's broker. */
  public BrokerProbe(BrokerTask task) {
    this(
        task.host(),
        task.port(),
        task.properties().getOrDefault("listeners", "PLAINTEXT:").startsWith("PLAINTEXT:"));
  }

  BrokerProbe(String host, int port, boolean plaintext) {
    this.host = host;
    this.port = port;
    this.plaintext = plaintext;
  }

  /**
   * Asks once, and waits for the answer.
   *
   * @param timeout of all together
   * @return what is wrong, as a sentence; empty when the broker answered
   */
  public Optional<String> ask(Duration timeout) {
    String problem;
    try (KafkaConnection broker = new KafkaConnection(host, port, timeout)) {
      if (!plaintext || broker.brokers(broker.highestMetadataVersion()) >= 0) {
        return Optional.empty();
      }
      problem = "its Metadata is not Kafka's";
    } catch (java.net.SocketTimeoutException e) {
      problem = "it did not answer within " + timeout.toMillis() / 1000.0 + " s";
    } catch (BufferUnderflowException e) {
      problem = "its answer ends too early";
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    return Optional.of("the broker at " + host + ":" + port + " failed: " + problem);
  }
}
