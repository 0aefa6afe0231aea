package dcos.kafka.scheduler.config.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads {@code scheduler.yml}, as {@link EnvironmentSubstitution} leaves it, which is JSON.
 * Dropwizard's own reader also looks through every class for what system properties could override,
 * and has Hibernate check Dropwizard's part. Neither is of use for a file of ours with values that
 * {@link SurroundingsSettings} checks, and together they were a third of the time until a scheduler
 * asks for offers.
 *
 * @param mapper Dropwizard's
 */
public record SchedulerConfigurationReader(ObjectMapper mapper)
    implements ConfigurationFactory<SchedulerConfiguration> {

  @Override
  public SchedulerConfiguration build(ConfigurationSourceProvider provider, String path)
      throws IOException {
    try (InputStream in = provider.open(path)) {
      return mapper
          .readerFor(SchedulerConfiguration.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(in);
    } catch (JsonProcessingException e) {
      throw new InvalidSurroundingsException(
          "%s, filled in from the environment, can't be read: %s".formatted(path, e.getMessage()));
    }
  }

  @Override
  public SchedulerConfiguration build() {
    return new SchedulerConfiguration();
  }
}
