package dcos.kafka.scheduler.simulation;

/** What operators edit in the environment; {@link SimulationTest} sees to it that each is. */
enum Edit {
  MORE_CPUS,
  LESS_CPUS,
  MORE_MEM,
  LESS_MEM,
  STRATEGY,
  COUNT_UP,
  /** Refused. */
  COUNT_DOWN,
  /** Refused. */
  DISK,
  /** Nothing that a broker notices. */
  GATE,
  /** Nothing that a broker notices. */
  RECOVERY,
  /** Kafka can take it over while it runs. */
  DYNAMIC_OPTION,
  /** Kafka has to be started again for it. */
  OPTION,
  BACK_TO_THE_FIRST,
  /** It can't be read. */
  UNREADABLE
}
