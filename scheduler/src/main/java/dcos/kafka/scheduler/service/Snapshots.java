package dcos.kafka.scheduler.service;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.api.configurations.AcceptedConfiguration;
import dcos.kafka.api.configurations.ConfigurationService;
import dcos.kafka.api.connection.BrokerEndpoints;
import dcos.kafka.api.connection.ConnectionService;
import dcos.kafka.api.events.EventService;
import dcos.kafka.api.events.EventView;
import dcos.kafka.api.health.HealthService;
import dcos.kafka.api.health.HealthView;
import dcos.kafka.api.state.StateService;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.engine.Journal;
import dcos.kafka.scheduler.kafka.observation.Registration;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Uninstall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the API reads of the service, answered from the state that was published last. */
public final class Snapshots {

  private Snapshots() {}

  /**
   * Configurations.
   *
   * @param json how a configuration is shown
   */
  public static ConfigurationService configurations(
      Supplier<State> state, Function<TargetConfiguration, JsonNode> json) {
    return new ConfigurationService() {
      @Override
      public List<String> ids() {
        return state.get().configurations().newestFirst().stream()
            .map(StoredConfiguration::id)
            .toList();
      }

      @Override
      public Optional<JsonNode> configuration(String id) {
        return state.get().configurations().find(id).map(c -> json.apply(c.configuration()));
      }

      @Override
      public List<AcceptedConfiguration> history() {
        State now = state.get();
        return now.configurations().newestFirst().stream()
            .map(stored -> accepted(now, stored))
            .toList();
      }

      @Override
      public Optional<String> targetId() {
        return state.get().target().map(StoredConfiguration::id);
      }
    };
  }

  private static AcceptedConfiguration accepted(State state, StoredConfiguration stored) {
    return new AcceptedConfiguration(
        stored.id(),
        stored.accepted(),
        stored.predecessor(),
        stored.changes().stream()
            .map(
                each ->
                    new AcceptedConfiguration.Setting(
                        each.variable(), each.path(), each.from(), each.to()))
            .toList(),
        state.brokers().values().stream()
            .filter(
                broker ->
                    broker
                        .deployed()
                        .or(() -> broker.task().map(BrokerTask::configurationId))
                        .equals(Optional.of(stored.id())))
            .map(broker -> Integer.toString(broker.id()))
            .toList());
  }

  /**
   * How to reach the brokers.
   *
   * @param zookeeper what is told while there is no configuration
   */
  public static ConnectionService connection(Supplier<State> state, String zookeeper) {
    return new ConnectionService() {
      @Override
      public BrokerEndpoints brokers() {
        State now = state.get();
        Collection<Registration> registered = now.kafka().brokers().values();
        return new BrokerEndpoints(
            registered.stream().map(r -> r.host() + ":" + r.port()).toList(),
            registered.stream().map(r -> now.names().dns(r.brokerId()) + ":" + r.port()).toList(),
            List.of(now.names().vip()));
      }

      @Override
      public String zookeeper() {
        return state
            .get()
            .target()
            .map(t -> t.configuration().kafka().zookeeper())
            .orElse(zookeeper);
      }
    };
  }

  /** The service itself. */
  public static StateService state(Supplier<State> state) {
    return new StateService() {
      @Override
      public boolean suppressed() {
        return state.get().session().suppressed();
      }

      @Override
      public Optional<String> frameworkId() {
        return state.get().frameworkId();
      }
    };
  }

  /** The journal. */
  public static EventService events(Supplier<Journal> journal) {
    return () ->
        journal.get().entries().stream()
            .map(
                entry ->
                    new EventView(
                        entry.sequence(),
                        entry.time(),
                        entry.note().kind(),
                        entry.note().broker().isPresent()
                            ? Optional.of(entry.note().broker().getAsInt())
                            : Optional.empty(),
                        entry.note().message()))
            .toList();
  }

  /**
   * Health: not while there is no registration with Mesos, and not while partitions are
   * under-replicated without a rollout that explains it.
   */
  public static HealthService health(Supplier<State> state) {
    return () -> {
      State now = state.get();
      if (now.uninstall().filter(u -> u.stage() != Uninstall.Stage.RELEASING).isPresent()) {
        return HealthView.well("The service is uninstalled; destroy its app in Marathon.");
      }
      List<String> reasons = new ArrayList<>();
      if (now.session().ended().isPresent()) {
        reasons.add(
            "Mesos will not have this framework any more (%s); see docs/troubleshooting.md."
                .formatted(now.session().ended().get()));
      } else if (now.session().connection().isEmpty()) {
        reasons.add("The scheduler is not registered with Mesos.");
      }
      boolean rollingOut =
          now.uninstall().isPresent()
              || !now.work().incomplete().isEmpty()
              || !now.work().requested().isEmpty();
      if (!rollingOut
          && now.kafka().replication() instanceof Replication.Known known
          && !known.underReplicated().isEmpty()) {
        reasons.add(
            "Under-replicated are %s: %s."
                .formatted(known.underReplicated().counted(), known.underReplicated()));
      }
      if (!reasons.isEmpty()) {
        return HealthView.unwell(reasons);
      }
      boolean launched = now.brokers().values().stream().anyMatch(Broker::launched);
      return HealthView.well(
          launched && now.kafka().replication() instanceof Replication.Unknown unknown
              ? "The scheduler is registered with Mesos. Whether all replicas are in sync isn't known: "
                  + unknown.why()
              : "The scheduler is registered with Mesos, and nothing needs attention.");
    };
  }
}
