package dcos.kafka.scheduler.engine;

import dcos.kafka.scheduler.core.Effect;

/** Carries out effects; called by the engine's thread, and must not block it. */
public interface Effects {

  /** Does what is to be done. */
  void carryOut(Effect effect);
}
