package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.Crashes;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.config.change.BrokerEffect;
import dcos.kafka.scheduler.config.change.Difference;
import dcos.kafka.scheduler.config.change.UpdateRules;
import dcos.kafka.scheduler.state.Configurations;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.StoredConfiguration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes what the environment asks for the target, if it is valid and may follow the one before;
 * otherwise the old target stays in force and is cared for, and the plan says what is wrong.
 */
final class Configuring {

  private Configuring() {}

  static void configure(Frame frame, Event.Configured asked) {
    if (asked.uninstall() || frame.uninstall().isPresent()) {
      Uninstalling.configured(frame, asked.uninstall());
      return;
    }
    if (asked.reading() instanceof ConfigurationReading.Invalid invalid) {
      refuse(frame, all(frame, invalid));
    } else if (asked.reading() instanceof ConfigurationReading.Valid valid) {
      follow(frame, valid.configuration());
    }
    frame
        .state()
        .target()
        .ifPresent(target -> wantAll(frame, target.configuration().service().count()));
    frame.rolloutDirty();
  }

  /** What is wrong by itself, and what else may not follow the target, all at once. */
  private static List<ValidationError> all(Frame frame, ConfigurationReading.Invalid invalid) {
    Stream<ValidationError> refusals =
        invalid.readable().stream()
            .flatMap(next -> refusals(frame, next).stream())
            .filter(refusal -> !invalid.concerns(refusal.field()));
    return Stream.concat(invalid.errors().stream(), refusals).toList();
  }

  private static List<ValidationError> refusals(Frame frame, TargetConfiguration next) {
    return frame
        .before()
        .target()
        .map(old -> UpdateRules.refusals(old.configuration(), next))
        .orElse(List.of());
  }

  private static void follow(Frame frame, TargetConfiguration next) {
    Optional<TargetConfiguration> before =
        frame.before().target().map(StoredConfiguration::configuration);
    List<ValidationError> errors = refusals(frame, next);
    if (!errors.isEmpty()) {
      refuse(frame, errors);
    } else if (!before.equals(Optional.of(next))) {
      accept(frame, next);
    }
  }

  private static void refuse(Frame frame, List<ValidationError> errors) {
    frame.set(frame.before().configurations().withErrors(errors));
    errors.forEach(error -> frame.note("CONFIGURATION_REFUSED", error.text()));
  }

  private static void accept(Frame frame, TargetConfiguration configuration) {
    StoredConfiguration stored =
        StoredConfiguration.following(
            frame.before().target(), frame.ids().uuid(), frame.now(), configuration);
    frame.put(stored);
    List<Integer> incomplete = new ArrayList<>();
    List<Broker> unaffected = new ArrayList<>();
    for (int id = 0; id < configuration.service().count(); id++) {
      Broker broker = frame.broker(id);
      if (isUnaffected(frame, broker, configuration)) {
        unaffected.add(broker);
      } else {
        incomplete.add(id);
      }
    }
    frame.put(
        Rollout.of(stored.id(), frame.now(), configuration.service().deployStrategy(), incomplete));
    unaffected.forEach(broker -> relabel(frame, broker, stored.id()));
    forgive(frame);
    frame.note(
        "CONFIGURATION_ACCEPTED",
        "Configuration %s is the target; it concerns %d of %d brokers.%s"
            .formatted(
                stored.id(),
                incomplete.size(),
                configuration.service().count(),
                said(stored.changes())));
    forgetUnused(frame, stored.id());
  }

  private static String said(List<Difference> changes) {
    return changes.stream()
        .map(Difference::text)
        .reduce((all, next) -> all + ", " + next)
        .map(all -> " Changed: " + all + ".")
        .orElse("");
  }

  /** Whether a broker is complete and can't tell the new configuration from the one it runs. */
  private static boolean isUnaffected(
      Frame frame, Broker broker, TargetConfiguration configuration) {
    return broker.deployed().isPresent()
        && Settings.effect(frame, broker, configuration) instanceof BrokerEffect.Nothing;
  }

  private static void relabel(Frame frame, Broker broker, String configurationId) {
    frame.put(broker.deployed(configurationId).begun(configurationId));
  }

  /** Whoever mends what no broker could start with need not wait until that is forgotten. */
  private static void forgive(Frame frame) {
    for (Broker broker : frame.state().brokers().values()) {
      if (!broker.mayBeAlive() && !broker.crashes().equals(Crashes.NONE)) {
        frame.put(broker.with(Crashes.NONE));
      }
    }
  }

  private static void wantAll(Frame frame, int count) {
    for (int id = 0; id < count; id++) {
      frame.want(frame.broker(id));
      Steering.settle(frame, id);
    }
  }

  /** Keeps what is referred to and the newest of the others, up to a bound. */
  private static void forgetUnused(Frame frame, String targetId) {
    Set<String> used = new HashSet<>();
    used.add(targetId);
    for (Broker broker : frame.state().brokers().values()) {
      broker.deployed().ifPresent(used::add);
      broker.task().ifPresent(task -> used.add(task.configurationId()));
    }
    frame.state().configurations().newestFirst().stream()
        .map(StoredConfiguration::id)
        .filter(id -> !used.contains(id))
        .skip(Configurations.KEPT_UNUSED)
        .forEach(frame::dropConfiguration);
  }
}
