package dcos.kafka.scheduler.service;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.requests.Shown;
import dcos.kafka.api.uninstall.UninstallService;
import dcos.kafka.api.uninstall.UninstallView;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.State;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The API's way to the end of the service. */
public final class Uninstallation implements UninstallService {

  private final Supplier<State> state;
  private final Commander commander;
  private final String records;

  /**
   * Reads from {@code state}; commands go to {@code commander}.
   *
   * @param records the ensemble that has the service's records
   */
  public Uninstallation(Supplier<State> state, Commander commander, String records) {
    this.state = state;
    this.commander = commander;
    this.records = records;
  }

  @Override
  public UninstallView extent() {
    State now = state.get();
    List<String> brokers =
        now.brokers().values().stream()
            .filter(Broker::launched)
            .map(broker -> now.names().taskName(broker.id()))
            .toList();
    TreeSet<String> agents = new TreeSet<>();
    int volumes = 0;
    for (Reservation reservation : now.ledger().reservations()) {
      agents.add(reservation.hostname());
      volumes += reservation.part(ReservedResource.Part.DISK).isPresent() ? 1 : 0;
    }
    for (Stray stray : now.ledger().strays()) {
      agents.add(stray.hostname());
      volumes += stray.volume() ? 1 : 0;
    }
    TreeSet<String> zookeeper = new TreeSet<>();
    zookeeper.add(records + now.names().zookeeperRoot());
    now.target().ifPresent(target -> zookeeper.add(target.configuration().kafka().zookeeper()));
    String message =
        ("An uninstall of %s stops %d brokers, destroys %d volumes with all their data, releases"
                + " what is reserved on %d agents, and removes the framework and all records. There"
                + " is no way back.")
            .formatted(now.serviceName(), brokers.size(), volumes, agents.size());
    return new UninstallView(
        message, brokers, volumes, List.copyOf(agents), List.copyOf(zookeeper));
  }

  @Override
  public CompletionStage<Outcome<UninstallView>> uninstall(
      boolean skipsLost, List<String> skippedAgents) {
    UninstallView extent = extent();
    String message =
        "The service %s is being uninstalled; see /v1/plans/uninstall. When that is complete,"
                .formatted(state.get().serviceName())
            + " destroy the app in Marathon.";
    UninstallView view =
        new UninstallView(
            message, extent.brokers(), extent.volumes(), extent.agents(), extent.zookeeper());
    return commander
        .command(
            new Command.Uninstall(
                "An operator asked for it (POST /v1/uninstall).",
                skipsLost,
                skippedAgents.stream().map(Shown::of).toList()))
        .thenApply(outcome -> outcome.map(none -> view));
  }
}
