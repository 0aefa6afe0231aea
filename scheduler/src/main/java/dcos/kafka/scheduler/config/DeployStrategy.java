package dcos.kafka.scheduler.config;

import java.util.Locale;

/** The order in which a change reaches the brokers, and whether an operator has to release it. */
public enum DeployStrategy {
  /** One broker after the other. */
  SERIAL,
  /** All brokers at once, as far as the gate lets them. */
  PARALLEL,
  /**
   * The first broker after the operator's first continue, the rest one after the other after his
   * second.
   */
  SERIAL_CANARY,
  /** The first broker after the operator's first continue, the rest at once after his second. */
  PARALLEL_CANARY;

  /** How users write it, such as {@code serial-canary}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether an operator has to release the first step, and then the rest. */
  public boolean canary() {
    return this == SERIAL_CANARY || this == PARALLEL_CANARY;
  }

  /** Whether at most one broker is touched at a time. */
  public boolean serial() {
    return this == SERIAL || this == SERIAL_CANARY;
  }
}
