package dcos.kafka.scheduler.config;

/**
 * Every name that follows from the service's own name, in one place.
 *
 * <p>A service may live in a folder of Marathon ({@code /team/kafka}). Mesos roles and ZooKeeper
 * paths then have {@code __} where the name has a slash ({@code team__kafka-role}); DNS and VIP
 * names leave the slashes out ({@code teamkafka}), as DC/OS itself does when it derives them.
 *
 * @param frameworkName the service's name as it was given
 * @param serviceTld what DNS names of tasks end with
 * @param vipTld what virtual addresses end with
 */
public record ServiceNames(String frameworkName, String serviceTld, String vipTld) {

  /** What DNS names of tasks end with in DC/OS. */
  public static final String DEFAULT_SERVICE_TLD = "autoip.dcos.thisdcos.directory";

  /** What virtual addresses end with in DC/OS. */
  public static final String DEFAULT_VIP_TLD = "l4lb.thisdcos.directory";

  /** The port of the virtual address, whatever ports the brokers have. */
  public static final int VIP_PORT = 9092;

  /** The names of a service in a DC/OS of the usual domains. */
  public static ServiceNames of(String frameworkName) {
    return new ServiceNames(frameworkName, DEFAULT_SERVICE_TLD, DEFAULT_VIP_TLD);
  }

  /** The Mesos role that the service reserves for. */
  public String role() {
    return flat("__") + "-role";
  }

  /** Who makes the reservations where nobody says another one. */
  public String defaultPrincipal() {
    return flat("__") + "-principal";
  }

  /**
   * The ZooKeeper path below which the service keeps its state and, unless told otherwise, Kafka
   * its own.
   */
  public String zookeeperRoot() {
    return "/dcos-service-" + flat("__");
  }

  /**
   * The name of a broker's task.
   *
   * @param broker the broker's id, from 0
   */
  public String taskName(int broker) {
    return "broker-" + broker;
  }

  /**
   * The name under which service discovery finds a broker.
   *
   * @param broker the broker's id, from 0
   */
  public String discoveryName(int broker) {
    return "kafka-" + broker + "-broker";
  }

  /**
   * The DNS name of a broker, without a port.
   *
   * @param broker the broker's id, from 0
   */
  public String dns(int broker) {
    return discoveryName(broker) + "." + flat("") + "." + serviceTld;
  }

  /** What labels a broker's port, so that DC/OS puts it behind the virtual address. */
  public String vipLabel() {
    return "broker:" + VIP_PORT;
  }

  /** The virtual address of all brokers, {@code host:port}. */
  public String vip() {
    return "broker." + flat("") + "." + vipTld + ":" + VIP_PORT;
  }

  private String flat(String slash) {
    String relative = frameworkName.startsWith("/") ? frameworkName.substring(1) : frameworkName;
    return relative.replace("/", slash);
  }
}
