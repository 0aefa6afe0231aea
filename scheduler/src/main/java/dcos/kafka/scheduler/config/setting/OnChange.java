package dcos.kafka.scheduler.config.setting;

/** What happens when a setting of a running service is changed. */
public enum OnChange {
  /** It is refused: the service keeps the old configuration. */
  REFUSED("refused"),
  /**
   * It is refused when it is to become less, and adds brokers otherwise, without touching the
   * others.
   */
  ONLY_UPWARDS("more adds brokers, less is refused"),
  /** No broker notices: it counts from the next decision on. */
  NOTHING("none"),
  /** Brokers are restarted. */
  RESTART("restart"),
  /**
   * More has brokers restarted with more of their agent's resources; less counts for new places.
   */
  RESIZE("more is a restart, less counts for new places"),
  /** It is read when the scheduler starts; brokers are not concerned. */
  SCHEDULER_ONLY("counts from the scheduler's next start");

  private final String text;

  OnChange(String text) {
    this.text = text;
  }

  /** How the documentation says it. */
  public String text() {
    return text;
  }
}
