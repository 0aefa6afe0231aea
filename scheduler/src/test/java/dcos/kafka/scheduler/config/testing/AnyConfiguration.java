package dcos.kafka.scheduler.config.testing;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.ExecutorConfiguration;
import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.JmxConfiguration;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.PhaseStrategy;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.StatsdConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;

/**
 * Draws configurations from a seed: every field within its range, and often at its default or its
 * edge.
 */
public final class AnyConfiguration {

  private final Random random;

  /** The same seed draws the same configurations. */
  public AnyConfiguration(long seed) {
    this.random = new Random(seed);
  }

  /** The next configuration. */
  public TargetConfiguration next() {
    String name = oneOf("kafka", "/team/kafka", "a-b/c-1");
    return new TargetConfiguration(
        service(name), broker(), kafka(), executor(), recovery(), healthCheck());
  }

  private ServiceConfiguration service(String name) {
    return new ServiceConfiguration(
        name,
        text("root"),
        text(ServiceNames.of(name).defaultPrincipal()),
        ServiceNames.of(name).role(),
        number(1, 1000),
        oneOf(PlacementStrategy.values()),
        oneOf("", "[[\"hostname\",\"UNIQUE\"]]", "rack:LIKE:r-[1-3]"),
        oneOf(PhaseStrategy.values()),
        oneOf(DeployStrategy.values()),
        oneOf(RolloutGate.values()));
  }

  private BrokerConfiguration broker() {
    return new BrokerConfiguration(
        cpus(),
        number(1, Integer.MAX_VALUE),
        number(1, Integer.MAX_VALUE),
        number(1, Integer.MAX_VALUE),
        oneOf(DiskType.values()),
        number(0, 65535),
        uri(),
        uri(),
        uri(),
        jmx(),
        new StatsdConfiguration(text(""), number(0, 65535)));
  }

  private JmxConfiguration jmx() {
    return new JmxConfiguration(
        random.nextBoolean(),
        random.nextBoolean(),
        number(1, 65535),
        new JmxConfiguration.Ssl(
            random.nextBoolean(), random.nextBoolean(), text(""), text(""), random.nextBoolean()),
        new JmxConfiguration.Authentication(random.nextBoolean(), text(""), text(""), text("")));
  }

  private KafkaConfiguration kafka() {
    TreeMap<String, String> overrides = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      overrides.put(text("log.retention.hours"), oneOf("", "1", "a b", "\"ü\"", "-1"));
    }
    return new KafkaConfiguration(
        text(KafkaConfiguration.DEFAULT_VERSION_NAME),
        oneOf("a:1/x", "a:1,b:2/x/y"),
        random.nextBoolean(),
        overrides);
  }

  private ExecutorConfiguration executor() {
    return new ExecutorConfiguration(
        cpus(), number(32, Integer.MAX_VALUE), number(1, Integer.MAX_VALUE));
  }

  private RecoveryConfiguration recovery() {
    return new RecoveryConfiguration(
        random.nextBoolean(), seconds(0), seconds(0), random.nextBoolean());
  }

  private HealthCheckConfiguration healthCheck() {
    return new HealthCheckConfiguration(
        random.nextBoolean(),
        seconds(0),
        seconds(1),
        seconds(1),
        seconds(0),
        number(1, Integer.MAX_VALUE));
  }

  private double cpus() {
    return number(1, 1_000_000) / 1000.0;
  }

  private Duration seconds(int least) {
    return Duration.ofSeconds(number(least, Integer.MAX_VALUE));
  }

  private int number(int least, int most) {
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextInt(least, most);
    };
  }

  private String uri() {
    return oneOf("", "kafka.tgz", "http://h:1/a?b=c");
  }

  private String text(String usual) {
    return oneOf(usual, "x", "http://h:1/a?b=c", "with.dots", "ü \"quoted\" \\");
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }
}
