package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.change.BrokerEffect;
import dcos.kafka.scheduler.config.change.BrokerEffects;
import dcos.kafka.scheduler.state.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a running broker amounts to, and what it can take over without a restart (KIP-226).
 *
 * <p>A broker runs what it was launched with, overlaid with the settings that Kafka took over
 * since. Where that comes to the same as the target, its step is complete; where only dynamic
 * settings are between them, Kafka is asked to take those over; else it has to be restarted.
 */
final class Settings {

  /** After so long without success, Kafka is asked once more. */
  private static final Duration REPEAT = Duration.ofSeconds(30);

  private Settings() {}

  /** What would have to happen to a broker for it to run {@code wanted}. */
  static BrokerEffect effect(Frame frame, Broker broker, TargetConfiguration wanted) {
    return broker
        .task()
        .map(BrokerTask::configurationId)
        .flatMap(frame.state().configurations()::find)
        .map(launched -> BrokerEffects.effectOf(launched.configuration(), broker.applied(), wanted))
        .orElseGet(BrokerEffect.Nothing::new);
  }

  /** A running broker with the configuration written down that it amounts to. */
  static Broker converged(Frame frame, Broker broker) {
    String launched = broker.task().orElseThrow().configurationId();
    String target = frame.rollout().orElseThrow().configurationId();
    if (frame.state().isBegun(broker)) {
      return isAt(frame, broker, target) ? broker.deployed(target) : broker;
    }
    boolean stillAt = broker.deployed().filter(id -> isAt(frame, broker, id)).isPresent();
    return stillAt ? broker : broker.deployed(launched);
  }

  private static boolean isAt(Frame frame, Broker broker, String configurationId) {
    return frame
        .state()
        .configurations()
        .find(configurationId)
        .map(stored -> effect(frame, broker, stored.configuration()))
        .filter(BrokerEffect.Nothing.class::isInstance)
        .isPresent();
  }

  /**
   * Steps that were begun by asking Kafka, and can't be completed so, wait for their turn to be
   * restarted: while an answer is open nobody knows what a broker has, and Kafka takes some
   * settings only from near by (numbers of threads between half and double, KIP-226).
   */
  static void giveUpWhatTakesARestart(Frame frame) {
    for (int id : frame.touched()) {
      Broker broker = frame.broker(id);
      if (isToBeGivenSettings(frame, broker)) {
        BrokerEffect effect = effect(frame, broker, frame.state().targetConfiguration());
        if (effect instanceof BrokerEffect.Restart || effect instanceof BrokerEffect.Resize) {
          frame.put(broker.notBegun());
        }
      }
    }
  }

  /** Whether its step was begun without stopping it, and no answer of Kafka's is waited for. */
  private static boolean isToBeGivenSettings(Frame frame, Broker broker) {
    return frame.work().begun().contains(broker.id())
        && broker.serves()
        && !frame.timers().isSet(new Timers.Key(Timers.Kind.SETTINGS, broker.id()));
  }

  /** Brokers whose step is begun, and that lack nothing but settings, are given them. */
  static void apply(Frame frame) {
    for (int id : frame.touched()) {
      Broker broker = frame.broker(id);
      if (isToBeGivenSettings(frame, broker)
          && effect(frame, broker, frame.state().targetConfiguration())
              instanceof BrokerEffect.Dynamic dynamic) {
        frame.put(broker.applied(asked(broker, dynamic)));
        frame.effect(new Effect.ApplySettings(id, dynamic.set(), dynamic.removed()));
        frame.timer(new Timers.Key(Timers.Kind.SETTINGS, id), frame.now().plus(REPEAT));
      }
    }
  }

  /**
   * What is on record before Kafka is asked: that its answer is open. Should it get lost, or this
   * process end, the next configuration would not know what to undo; and a process that another has
   * replaced by now can't write, so it doesn't ask either.
   */
  private static SortedMap<String, String> asked(Broker broker, BrokerEffect.Dynamic dynamic) {
    SortedMap<String, String> settings = new TreeMap<>(broker.applied());
    dynamic.set().keySet().forEach(name -> settings.put(name, ""));
    dynamic.removed().forEach(name -> settings.put(name, ""));
    return settings;
  }

  /** What Kafka said to it. */
  static void applied(Frame frame, Event.SettingsApplied event) {
    Broker broker = frame.broker(event.broker());
    Optional<String> error = event.error();
    if (error.isPresent()) {
      frame.note(
          "SETTINGS_REFUSED",
          broker.id(),
          "Kafka did not take over %s: %s Trying again.".formatted(event.set(), error.get()));
      return;
    }
    frame.cancel(new Timers.Key(Timers.Kind.SETTINGS, broker.id()));
    SortedMap<String, String> settings = new TreeMap<>(broker.applied());
    settings.keySet().removeAll(event.removed());
    settings.putAll(event.set());
    Broker updated = broker.applied(settings);
    frame.put(updated.serves() ? converged(frame, updated) : updated);
    frame.note(
        "SETTINGS_APPLIED",
        broker.id(),
        "Without a restart, Kafka has set %s and removed %s."
            .formatted(event.set(), event.removed()));
  }
}
