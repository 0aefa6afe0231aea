package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.state.State;
import java.time.Instant;

/** The core, or a deliberately broken one; the simulation has to tell the difference. */
interface Variant {

  /** The core as it is. */
  Variant SOUND = Core::handle;

  /** See {@link Core#handle}. */
  Core.Outcome handle(State state, Event event, Instant now, long seed);

  /** Whether effects leave only when the records of their frame are durable. */
  default boolean persistsFirst() {
    return true;
  }

  /** Whether it stops when its records turn out to be another's by now. */
  default boolean heedsTheFence() {
    return true;
  }
}
