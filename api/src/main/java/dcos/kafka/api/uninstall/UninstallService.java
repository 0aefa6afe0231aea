package dcos.kafka.api.uninstall;

import dcos.kafka.api.outcome.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the API asks of the service about its end. */
public interface UninstallService {

  /** What there is to be destroyed, from a snapshot, without blocking. */
  UninstallView extent();

  /**
   * Begins to uninstall, or changes how it goes on.
   *
   * @param skipsLost whether what lies on an agent that stays silent is to be left there
   * @param skippedAgents agents, by id or host name, that are not to be waited for from now on
   * @return completes when it is durably recorded
   */
  CompletionStage<Outcome<UninstallView>> uninstall(boolean skipsLost, List<String> skippedAgents);
}
