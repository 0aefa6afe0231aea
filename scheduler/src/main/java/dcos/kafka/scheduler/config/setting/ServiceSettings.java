package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.PhaseStrategy;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.placement.InvalidConstraintException;
import dcos.kafka.scheduler.placement.PlacementRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of {@link ServiceConfiguration}. */
final class ServiceSettings {

  static final String SECTION = "serviceConfiguration";

  private static final Section<ServiceConfiguration> SETTINGS =
      new Section<>(SECTION, TargetConfiguration::service);

  static final Setting<TargetConfiguration, String> NAME =
      SETTINGS.setting(
          "name",
          "FRAMEWORK_NAME",
          ValueType.text(
              "letters, digits, hyphens; / for folders; at most 63 without the slashes",
              ServiceSettings::nameProblem),
          ServiceConfiguration::name,
          OnChange.REFUSED,
          "The service's name in DC/OS and Mesos; role, paths and DNS names follow from it.");

  static final Setting<TargetConfiguration, String> USER =
      SETTINGS.setting(
          "user",
          "USER",
          ValueType.text(),
          ServiceConfiguration::user,
          OnChange.REFUSED,
          "The user that brokers run as; their data belongs to it.");

  static final Setting<TargetConfiguration, String> PRINCIPAL =
      new Setting<>(
          SECTION + ".principal",
          List.of("FRAMEWORK_PRINCIPAL", "MESOS_PRINCIPAL"),
          ValueType.text(),
          configuration -> configuration.service().principal(),
          OnChange.REFUSED,
          "Who makes the reservations; Mesos lets no framework change it. By default"
              + " `<name>-principal`.");

  static final Setting<TargetConfiguration, Integer> COUNT =
      SETTINGS.setting(
          "count",
          "BROKER_COUNT",
          ValueType.integer(1, 1000),
          ServiceConfiguration::count,
          OnChange.ONLY_UPWARDS,
          "How many brokers there are.");

  static final Setting<TargetConfiguration, PlacementStrategy> PLACEMENT_STRATEGY =
      SETTINGS.setting(
          "placementStrategy",
          "PLACEMENT_STRATEGY",
          ValueType.oneOf(PlacementStrategy.values(), PlacementStrategy::name),
          ServiceConfiguration::placementStrategy,
          OnChange.REFUSED,
          "Whether two brokers may share an agent (ANY) or not (NODE).");

  static final Setting<TargetConfiguration, String> PLACEMENT_CONSTRAINT =
      SETTINGS.setting(
          "placementConstraint",
          "PLACEMENT_CONSTRAINT",
          ValueType.text("Marathon's constraints", ServiceSettings::constraintProblem),
          ServiceConfiguration::placementConstraint,
          OnChange.NOTHING,
          "Where brokers may be, in Marathon's syntax; counts for brokers that are placed anew.");

  static final Setting<TargetConfiguration, PhaseStrategy> PHASE_STRATEGY =
      SETTINGS.setting(
          "phaseStrategy",
          "PHASE_STRATEGY",
          ValueType.oneOf(PhaseStrategy.values(), PhaseStrategy::name),
          ServiceConfiguration::phaseStrategy,
          OnChange.NOTHING,
          "The older word for the order of a rollout: INSTALL is serial, STAGE is"
              + " serial-canary.");

  static final Setting<TargetConfiguration, DeployStrategy> DEPLOY_STRATEGY =
      SETTINGS.setting(
          "deployStrategy",
          "DEPLOY_STRATEGY",
          ValueType.oneOf(DeployStrategy.values(), DeployStrategy::text),
          ServiceConfiguration::deployStrategy,
          OnChange.NOTHING,
          "The order of a rollout; by default what follows from `PHASE_STRATEGY`.");

  static final Setting<TargetConfiguration, RolloutGate> ROLLOUT_GATE =
      SETTINGS.setting(
          "rolloutGate",
          "ROLLOUT_GATE",
          ValueType.oneOf(RolloutGate.values(), gate -> gate.name().toLowerCase(Locale.ROOT)),
          ServiceConfiguration::rolloutGate,
          OnChange.NOTHING,
          "Whether a rollout waits for Kafka's partitions before it touches the next broker.");

  static final List<Setting<TargetConfiguration, ?>> ALL =
      List.of(
          NAME,
          USER,
          PRINCIPAL,
          COUNT,
          PLACEMENT_STRATEGY,
          PLACEMENT_CONSTRAINT,
          PHASE_STRATEGY,
          DEPLOY_STRATEGY,
          ROLLOUT_GATE);

  private static final Pattern NAME_FORM =
      Pattern.compile(
          "/?[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(/[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*");

  private ServiceSettings() {}

  /**
   * Reads the whole section; the principal and the strategy follow from others where they were not
   * given.
   */
  static ServiceConfiguration read(SettingReader reader, ServiceConfiguration defaults) {
    PhaseStrategy phaseStrategy = reader.read(PHASE_STRATEGY, defaults.phaseStrategy());
    return new ServiceConfiguration(
        defaults.name(),
        reader.read(USER, defaults.user()),
        reader.read(PRINCIPAL, defaults.principal()),
        ServiceNames.of(defaults.name()).role(),
        reader.read(COUNT, defaults.count()),
        reader.read(PLACEMENT_STRATEGY, defaults.placementStrategy()),
        reader.read(PLACEMENT_CONSTRAINT, defaults.placementConstraint()),
        phaseStrategy,
        reader.read(DEPLOY_STRATEGY, phaseStrategy.deployStrategy()),
        reader.read(ROLLOUT_GATE, defaults.rolloutGate()));
  }

  /**
   * DNS and Mesos both have to bear the name: no label of DNS may be longer than 63, no role may
   * have a slash.
   */
  private static Optional<String> nameProblem(String name) {
    if (!NAME_FORM.matcher(name).matches()) {
      return Optional.of(
          "\""
              + name
              + "\" is no name for a service: it may have letters, digits and hyphens inside, and slashes for folders.");
    }
    if (name.replace("/", "").length() > 63) {
      return Optional.of(
          "\"" + name + "\" is too long: DNS names allow 63 characters, not counting slashes.");
    }
    return Optional.empty();
  }

  private static Optional<String> constraintProblem(String constraint) {
    try {
      PlacementRules.parse(constraint);
      return Optional.empty();
    } catch (InvalidConstraintException e) {
      return Optional.of(e.reason());
    }
  }
}
