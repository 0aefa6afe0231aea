package dcos.kafka.api.state;

import java.util.Optional;

/** What the API asks of the service about itself; snapshots, without blocking. */
public interface StateService {

  /** Whether Mesos was told to send no offers because nothing waits for one. */
  boolean suppressed();

  /** The id that Mesos gave the framework; empty before the first registration. */
  Optional<String> frameworkId();
}
