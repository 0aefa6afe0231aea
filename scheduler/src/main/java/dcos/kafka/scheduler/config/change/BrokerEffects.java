package dcos.kafka.scheduler.config.change;

import static java.util.stream.Collectors.toMap;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.setting.OnChange;
import dcos.kafka.scheduler.config.setting.Setting;
import dcos.kafka.scheduler.config.setting.TargetSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares what a broker runs with what it should run.
 *
 * <p>Two things make up what it runs: the configuration that it was launched with, and the dynamic
 * settings that were applied since. Kafka keeps the latter in ZooKeeper, where they survive
 * restarts and win over {@code server.properties}. So whoever applies them has to remember their
 * names, and one that the target does not ask for any more has to be removed: after a restart too,
 * because the broker was then launched with the value itself.
 */
public final class BrokerEffects {

  private static final Map<String, OnChange> BY_PATH =
      TargetSettings.ALL.stream().collect(toMap(Setting::path, Setting::onChange));

  private static final Set<OnChange> RESTARTING = EnumSet.of(OnChange.RESTART, OnChange.RESIZE);

  private BrokerEffects() {}

  /** What has to happen to a broker that has no dynamic settings. */
  public static BrokerEffect effectOf(TargetConfiguration launched, TargetConfiguration target) {
    return effectOf(launched, new TreeMap<>(), target);
  }

  /**
   * What has to happen to a broker.
   *
   * @param launched what it was launched with
   * @param applied its dynamic settings, by Kafka's names, as far as the service set them
   * @param target what it should run
   */
  public static BrokerEffect effectOf(
      TargetConfiguration launched, SortedMap<String, String> applied, TargetConfiguration target) {
    if (applied.isEmpty() && launched.equals(target)) {
      return new BrokerEffect.Nothing();
    }
    Overlay overlay = Overlay.of(launched, applied, target);
    TargetConfiguration seen = asSeenFrom(launched, target);
    List<Difference> because =
        Difference.between(withoutUnused(launched), withoutUnused(seen)).stream()
            .filter(difference -> needsRestart(difference, overlay))
            .toList();
    if (because.isEmpty()) {
      return overlay.effect();
    }
    return because.stream().anyMatch(BrokerEffects::isAboutResources)
        ? new BrokerEffect.Resize(because)
        : new BrokerEffect.Restart(because);
  }

  /**
   * Less cpus or memory than a broker has is nothing that it notices: it keeps what is reserved.
   */
  private static boolean needsRestart(Difference difference, Overlay overlay) {
    if (isAboutResources(difference)
        && Double.parseDouble(difference.to()) < Double.parseDouble(difference.from())) {
      return false;
    }
    return difference
        .kafkaOption()
        .map(overlay.stuck()::contains)
        .orElseGet(() -> RESTARTING.contains(BY_PATH.get(difference.path())));
  }

  private static boolean isAboutResources(Difference difference) {
    return BY_PATH.get(difference.path()) == OnChange.RESIZE;
  }

  /**
   * A running broker keeps the port that it has reserved: only an exact one, which takes placement
   * NODE, makes it move.
   */
  private static TargetConfiguration asSeenFrom(
      TargetConfiguration launched, TargetConfiguration target) {
    boolean exact =
        target.service().placementStrategy() == PlacementStrategy.NODE
            && target.broker().port() != 0;
    return exact ? target : target.with(target.broker().withPort(launched.broker().port()));
  }

  /** Details of what is switched off make no difference. */
  private static TargetConfiguration withoutUnused(TargetConfiguration configuration) {
    BrokerConfiguration broker = configuration.broker();
    TargetConfiguration used = configuration.with(broker.withJmx(broker.jmx().used()));
    return used.healthCheck().enabled() ? used : used.with(HealthCheckConfiguration.disabled());
  }
}
