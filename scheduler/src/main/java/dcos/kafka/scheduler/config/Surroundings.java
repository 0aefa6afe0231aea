package dcos.kafka.scheduler.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where the scheduler is and what is around it: never stored, never compared, read anew at each
 * start. A mistake in here keeps the scheduler from starting, because there is nothing that it
 * could do without.
 *
 * @param mesos how the master is found and spoken to
 * @param stateZookeeper the ensemble that the service keeps its state in, {@code
 *     host:port[,host:port…]} without a path
 * @param api where the scheduler itself listens
 * @param serviceTld what DNS names of tasks end with
 * @param vipTld what virtual addresses end with
 * @param uninstall whether the service is to be taken down, rather than run
 */
public record Surroundings(
    Mesos mesos,
    String stateZookeeper,
    Api api,
    String serviceTld,
    String vipTld,
    boolean uninstall) {

  /**
   * How the Mesos master is found and spoken to.
   *
   * @param master {@code zk://host:port[,…]/path}, {@code host:port}, a comma list of them, or
   *     {@code http(s)://…}
   * @param secretFile the file with the secret of the service's principal, where Mesos asks for one
   * @param failoverTimeout after how long without a scheduler Mesos ends all brokers, more than 0 s
   * @param initialBackoff how long to wait before the second attempt to subscribe, at least 1 ms
   * @param maxBackoff how long to wait at most between two attempts, at least {@code
   *     initialBackoff}
   */
  public record Mesos(
      String master,
      Optional<Path> secretFile,
      Duration failoverTimeout,
      Duration initialBackoff,
      Duration maxBackoff) {}

  /**
   * Where the scheduler itself listens.
   *
   * @param port the port of the API, 1 to 65535, or 0 for one that the system chooses
   * @param tokenFile the file with the tokens that clients have to show, where the scheduler itself
   *     authenticates
   * @param open what needs no token
   * @param tls certificate and key, where the API speaks TLS
   */
  public record Api(int port, Optional<Path> tokenFile, Open open, Optional<Tls> tls) {}

  /** What of the API can be asked without a token. */
  public enum Open {
    /** Nothing. */
    NOTHING,
    /** Health, since Marathon asks for it. */
    HEALTH,
    /** Health, and the admin page of metrics. */
    HEALTH_AND_METRICS;

    private static final Set<String> HEALTH_PAGES = Set.of("/v1/health", "/admin/healthcheck");
    private static final String METRICS_PAGE = "/admin/metrics";

    /** The paths. */
    public Set<String> paths() {
      Set<String> paths = new HashSet<>(this == NOTHING ? Set.of() : HEALTH_PAGES);
      if (this == HEALTH_AND_METRICS) {
        paths.add(METRICS_PAGE);
      }
      return paths;
    }

    /** How users write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * What the API needs to speak TLS; both are PEM files.
   *
   * @param certificateFile the certificate, then the chain
   * @param keyFile its private key
   */
  public record Tls(Path certificateFile, Path keyFile) {}

  /** The names that follow from the service's name here. */
  public ServiceNames names(String frameworkName) {
    return new ServiceNames(frameworkName, serviceTld, vipTld);
  }
}
