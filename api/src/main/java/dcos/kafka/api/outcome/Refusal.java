package dcos.kafka.api.outcome;

/** Why the service did not do what it was asked; each reason has its HTTP status. */
public enum Refusal {
  /** The request can't be meant like this: more replicas than brokers, for example. */
  INVALID(400),
  /** A rule of the cluster forbids it: Kafka's policies and authorization. */
  FORBIDDEN(403),
  /** The broker, topic, plan, phase, step or configuration does not exist. */
  UNKNOWN(404),
  /** It contradicts what is there or what is going on; the message says how to go on. */
  CONFLICT(409),
  /**
   * Who would have to answer (a broker, ZooKeeper, the core) isn't there; trying again later may
   * help.
   */
  UNAVAILABLE(503),
  /** Kafka took the request but did not finish it in time. */
  TIMED_OUT(504);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** The HTTP status that says this. */
  public int status() {
    return status;
  }
}
