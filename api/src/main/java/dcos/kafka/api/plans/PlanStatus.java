package dcos.kafka.api.plans;

/** How far a plan, phase or step is. The names are what clients read. */
public enum PlanStatus {
  /** To be done; nothing was begun. */
  PENDING,
  /** Held back until an operator continues the plan. */
  WAITING,
  /** Begun, and not finished. */
  IN_PROGRESS,
  /** Done. */
  COMPLETE,
  /** Can't be done as it is; the plan's errors say why. */
  ERROR
}
