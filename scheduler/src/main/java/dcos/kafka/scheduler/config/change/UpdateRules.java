package dcos.kafka.scheduler.config.change;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.config.setting.OnChange;
import dcos.kafka.scheduler.config.setting.Setting;
import dcos.kafka.scheduler.config.setting.TargetSettings;
import java.util.List;
import java.util.Optional;

/** Which configurations may follow the one that is in force. */
public final class UpdateRules {

  private UpdateRules() {}

  /**
   * Everything that keeps a valid configuration from following another one.
   *
   * @param from the target in force
   * @param to what the environment says now
   * @return nothing where the update may go on
   */
  public static List<ValidationError> refusals(TargetConfiguration from, TargetConfiguration to) {
    return TargetSettings.ALL.stream()
        .filter(setting -> !setting.plain(from).equals(setting.plain(to)))
        .flatMap(
            setting ->
                what(setting, from, to)
                    .map(
                        what ->
                            new ValidationError(
                                setting.variable(), sentence(what, setting, from, to)))
                    .stream())
        .toList();
  }

  private static Optional<String> what(
      Setting<TargetConfiguration, ?> setting, TargetConfiguration from, TargetConfiguration to) {
    if (setting.onChange() == OnChange.REFUSED) {
      return Optional.of("Changing");
    }
    boolean less =
        setting.onChange() == OnChange.ONLY_UPWARDS
            && to.service().count() < from.service().count();
    return less ? Optional.of("Decreasing") : Optional.empty();
  }

  private static String sentence(
      String what,
      Setting<TargetConfiguration, ?> setting,
      TargetConfiguration from,
      TargetConfiguration to) {
    return what
        + " this value (from "
        + setting.show(from)
        + " to "
        + setting.show(to)
        + ") is not supported.";
  }
}
