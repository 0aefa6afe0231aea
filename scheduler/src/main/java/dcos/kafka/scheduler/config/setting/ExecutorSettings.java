package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.ExecutorConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.List;

/** The settings of {@link ExecutorConfiguration}. */
final class ExecutorSettings {

  static final String SECTION = "executorConfiguration";

  private static final Section<ExecutorConfiguration> SETTINGS =
      new Section<>(SECTION, TargetConfiguration::executor);

  static final Setting<TargetConfiguration, Double> CPUS =
      SETTINGS.setting(
          "cpus",
          "EXECUTOR_CPUS",
          ValueType.cpus(),
          ExecutorConfiguration::cpus,
          OnChange.RESIZE,
          "Shares of CPUs of the program beside each broker.");

  static final Setting<TargetConfiguration, Integer> MEM =
      SETTINGS.setting(
          "mem",
          "EXECUTOR_MEM",
          ValueType.integer(32, Integer.MAX_VALUE),
          ExecutorConfiguration::memMb,
          OnChange.RESIZE,
          "Memory of the program beside each broker in MB.");

  static final Setting<TargetConfiguration, Integer> KILL_GRACE =
      SETTINGS.setting(
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
}
