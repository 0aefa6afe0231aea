package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.ExecutorConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.List;
import java.util.function.Function;

/** The settings of {@link ExecutorConfiguration}. */
final class ExecutorSettings {

  static final String SECTION = "executorConfiguration";

  static final Setting<TargetConfiguration, Double> CPUS =
      setting(
          "cpus",
          "EXECUTOR_CPUS",
          ValueType.cpus(),
          ExecutorConfiguration::cpus,
          OnChange.RESIZE,
          "Shares of CPUs of the program beside each broker.");

  static final Setting<TargetConfiguration, Integer> MEM =
      setting(
          "mem",
          "EXECUTOR_MEM",
          ValueType.integer(32, Integer.MAX_VALUE),
          ExecutorConfiguration::memMb,
          OnChange.RESIZE,
          "Memory of the program beside each broker in MB.");

  static final Setting<TargetConfiguration, Integer> KILL_GRACE =
      setting(
          "killGraceSecs",
          "EXECUTOR_KILL_GRACE_SEC",
          ValueType.integer(1, Integer.MAX_VALUE),
          ExecutorConfiguration::killGraceSeconds,
          OnChange.NOTHING,
          "How many seconds a broker may take to stop by itself before it is killed.");

  static final List<Setting<TargetConfiguration, ?>> ALL = List.of(CPUS, MEM, KILL_GRACE);

  private ExecutorSettings() {}

  /** Reads the whole section. */
  static ExecutorConfiguration read(SettingReader reader, ExecutorConfiguration defaults) {
    return new ExecutorConfiguration(
        reader.read(CPUS, defaults.cpus()),
        reader.read(MEM, defaults.memMb()),
        reader.read(KILL_GRACE, defaults.killGraceSeconds()));
  }

  private static <T> Setting<TargetConfiguration, T> setting(
      String field,
      String variable,
      ValueType<T> type,
      Function<ExecutorConfiguration, T> get,
      OnChange onChange,
      String description) {
    return Setting.of(
        SECTION + "." + field,
        variable,
        type,
        get.compose(TargetConfiguration::executor),
        onChange,
        description);
  }
}
