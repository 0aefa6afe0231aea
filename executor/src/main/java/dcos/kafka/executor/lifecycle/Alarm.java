package dcos.kafka.executor.lifecycle;

/** What an executor waits for no longer than a time. */
public enum Alarm {
  /** A task to run. */
  LAUNCH,
  /** Nobody being registered under the broker's id. */
  VACANCY,
  /** The broker's end after it was asked to stop. */
  STOP,
  /** The agent's acknowledgement of the last update. */
  ACKNOWLEDGEMENT
}
