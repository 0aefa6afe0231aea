package dcos.kafka.scheduler.config.change;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.kafka.Overrides;
import dcos.kafka.scheduler.config.setting.ConfigurationJson;
import dcos.kafka.scheduler.config.setting.TargetSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One thing in which two configurations differ.
 *
 * @param path where it is in the documented JSON, such as {@code brokerConfiguration.mem}
 * @param variable the environment variable that changed, such as {@code BROKER_MEM}
 * @param from the older value as users write it; empty where there was none; hidden where it is a
 *     password
 * @param to the newer one, likewise
 */
public record Difference(String path, String variable, String from, String to) {

  private static final String OVERRIDES = "kafkaConfiguration.overrides.";

  /** All differences of two configurations, ascending by path. */
  public static List<Difference> between(TargetConfiguration from, TargetConfiguration to) {
    return Stream.concat(settings(from, to), overrides(from, to))
        .sorted(Comparator.comparing(Difference::path))
        .toList();
  }

  /**
   * Which of Kafka's own options it is about, by Kafka's name; none where it is a setting of the
   * service.
   */
  public Optional<String> kafkaOption() {
    return path.startsWith(OVERRIDES)
        ? Optional.of(path.substring(OVERRIDES.length()))
        : Optional.empty();
  }

  /** What changed, in a few words, such as {@code BROKER_MEM from 2048 to 4096}. */
  public String text() {
    return variable + " from " + said(from) + " to " + said(to);
  }

  private static Stream<Difference> settings(TargetConfiguration from, TargetConfiguration to) {
    return TargetSettings.ALL.stream()
        .filter(setting -> !setting.plain(from).equals(setting.plain(to)))
        .map(
            setting ->
                new Difference(
                    setting.path(), setting.variable(), setting.show(from), setting.show(to)));
  }

  private static Stream<Difference> overrides(TargetConfiguration from, TargetConfiguration to) {
    Map<String, String> before = from.kafka().overrides();
    Map<String, String> after = to.kafka().overrides();
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
        .map(name -> override(name, before.getOrDefault(name, ""), after.getOrDefault(name, "")));
  }

  private static Difference override(String name, String before, String after) {
    return new Difference(
        OVERRIDES + name, Overrides.variable(name), shown(name, before), shown(name, after));
  }

  private static String shown(String name, String value) {
    return value.isEmpty() ? value : ConfigurationJson.shown(name, value);
  }

  private static String said(String value) {
    return value.isEmpty() ? "nothing" : value;
  }
}
