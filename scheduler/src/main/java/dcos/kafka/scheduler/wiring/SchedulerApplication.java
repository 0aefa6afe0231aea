package dcos.kafka.scheduler.wiring;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.guava.GuavaModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import dcos.kafka.api.json.ApiJson;
import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.kafka.Overrides;
import dcos.kafka.scheduler.config.setting.EnvironmentSubstitution;
import dcos.kafka.scheduler.config.setting.InvalidSurroundingsException;
import dcos.kafka.scheduler.config.setting.SchedulerConfiguration;
import dcos.kafka.scheduler.config.setting.SchedulerConfigurationReader;
import dcos.kafka.scheduler.store.StoreException;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jackson.FuzzyEnumModule;
import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.inf.Namespace;

/** The scheduler's process: {@code kafka-scheduler server scheduler.yml}. */
public final class SchedulerApplication extends Application<SchedulerConfiguration> {

  /** The service's name where the environment doesn't say one; the configuration refuses that. */
  private static final String DEFAULT_NAME = "kafka";

  private final Map<String, String> variables;

  /**
   * An application in an environment.
   *
   * @param variables the environment's variables
   */
  public SchedulerApplication(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** Runs the scheduler; what keeps it from starting is said in one line. */
  public static void main(String[] arguments) throws Exception {
    new SchedulerApplication(System.getenv()).run(arguments);
  }

  @Override
  public String getName() {
    return "kafka-scheduler";
  }

  @Override
  public void initialize(Bootstrap<SchedulerConfiguration> bootstrap) {
    bootstrap.setConfigurationSourceProvider(
        new EnvironmentSubstitution(bootstrap.getConfigurationSourceProvider(), variables));
    bootstrap.setConfigurationFactoryFactory(
        (type, validator, mapper, prefix) -> new SchedulerConfigurationReader(mapper));
    bootstrap.setObjectMapper(ApiJson.configure(mapper(bootstrap.getObjectMapper())));
  }

  /**
   * Dropwizard's mapper without what makes code for each property of each type when it is first
   * used: faster after thousands of calls, slower until then, which is when brokers wait.
   */
  private static ObjectMapper mapper(ObjectMapper usual) {
    return new ObjectMapper()
        .registerModules(
            new GuavaModule(),
            new Jdk8Module(),
            new JavaTimeModule(),
            new ParameterNamesModule(),
            new FuzzyEnumModule())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .setSubtypeResolver(usual.getSubtypeResolver())
        .setPropertyNamingStrategy(usual.getPropertyNamingStrategy());
  }

  @Override
  public void run(SchedulerConfiguration configuration, Environment environment)
      throws IOException {
    Surroundings surroundings = configuration.surroundings();
    String name = variables.getOrDefault("FRAMEWORK_NAME", DEFAULT_NAME);
    Scheduler scheduler =
        Scheduler.wire(
            surroundings,
            configuration.target(variables),
            Overrides.in(variables),
            name,
            MarathonApp.in(variables));
    environment.lifecycle().manage(scheduler);
    surroundings.api().tls().ifPresent(tls -> speakTls(configuration, surroundings, tls));
    RestWiring.serve(environment, scheduler, surroundings.api());
  }

  /** In place of the plain connector that scheduler.yml has. */
  private static void speakTls(
      SchedulerConfiguration configuration, Surroundings surroundings, Surroundings.Tls tls) {
    if (configuration.getServerFactory() instanceof SimpleServerFactory server) {
      server.setConnector(new PemConnector(surroundings.api().port(), tls));
    }
  }

  /** Dropwizard's own would print the stack of what {@link #onFatalError} says in a sentence. */
  @Override
  protected void addDefaultCommands(Bootstrap<SchedulerConfiguration> bootstrap) {
    bootstrap.addCommand(
        new ServerCommand<>(this) {
          @Override
          public void onError(Cli cli, Namespace namespace, Throwable failure) {
            // told by onFatalError
          }
        });
  }

  @Override
  protected void onFatalError(Throwable failure) {
    Optional<Throwable> bind =
        Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
            .filter(BindException.class::isInstance)
            .findFirst();
    if (failure instanceof InvalidSurroundingsException || failure instanceof StoreException) {
      System.err.println("The scheduler can't start: " + failure.getMessage());
    } else if (bind.isPresent()) {
      System.err.println(
          "The scheduler can't start: its API's port (PORT_API) is taken by another process.");
    } else {
      failure.printStackTrace();
    }
    System.exit(1);
  }
}
