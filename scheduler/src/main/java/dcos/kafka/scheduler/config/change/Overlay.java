package dcos.kafka.scheduler.config.change;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.kafka.KafkaOption;
import dcos.kafka.scheduler.config.kafka.KafkaOptions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of Kafka's own options a running broker can take over, and what it can't.
 *
 * @param set dynamic values to set
 * @param removed dynamic values to remove
 * @param stuck options that only a restart can change
 */
record Overlay(SortedMap<String, String> set, SortedSet<String> removed, Set<String> stuck) {

  /**
   * Compares option by option. A value that was dropped from the target becomes Kafka's default, as
   * far as it has one: just removing it would bring back the one in the broker's {@code
   * server.properties}.
   */
  static Overlay of(
      TargetConfiguration launched, SortedMap<String, String> applied, TargetConfiguration target) {
    Overlay overlay = new Overlay(new TreeMap<>(), new TreeSet<>(), new HashSet<>());
    Map<String, String> atStart = launched.kafka().overrides();
    Map<String, String> wanted = target.kafka().overrides();
    boolean known =
        KafkaOptions.shipped().areOf(target.kafka().versionName())
            && KafkaOptions.shipped().areOf(launched.kafka().versionName());
    Set<String> names = new TreeSet<>(atStart.keySet());
    names.addAll(applied.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      Optional<KafkaOption> option =
          KafkaOptions.shipped().find(name).filter(each -> known && each.dynamic());
      Optional<String> value = Optional.ofNullable(wanted.get(name));
      Optional<String> running = Optional.ofNullable(atStart.get(name));
      Optional<String> before = Optional.ofNullable(applied.get(name));
      if (value.equals(running)) {
        before.ifPresent(gone -> overlay.removed.add(name));
      } else {
        Optional<String> now = before.filter(said -> !said.isEmpty()).or(() -> running);
        overlay.change(name, option, now, before, value);
      }
    }
    return overlay;
  }

  /** The effect on a broker that no other difference makes restart. */
  BrokerEffect effect() {
    return set.isEmpty() && removed.isEmpty()
        ? new BrokerEffect.Nothing()
        : new BrokerEffect.Dynamic(set, removed);
  }

  private void change(
      String name,
      Optional<KafkaOption> option,
      Optional<String> running,
      Optional<String> applied,
      Optional<String> wanted) {
    Optional<String> next = wanted.or(() -> option.flatMap(KafkaOption::standard));
    if (option.isEmpty() || next.isEmpty() || isTooFar(option.get(), running, next.get())) {
      stuck.add(name);
    } else if (!applied.equals(next)) {
      set.put(name, next.get());
    }
  }

  /** A running broker lets its pools of threads be halved or doubled, and no more at once. */
  private static boolean isTooFar(KafkaOption option, Optional<String> running, String next) {
    if (!option.threadPool()) {
      return false;
    }
    long now = Long.parseLong(running.or(option::standard).orElseThrow());
    long then = Long.parseLong(next);
    return then < now / 2 || then > now * 2;
  }
}
