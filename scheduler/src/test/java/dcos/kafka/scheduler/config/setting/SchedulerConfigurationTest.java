package dcos.kafka.scheduler.config.setting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dcos.kafka.scheduler.config.ConfigurationReading;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file that is shipped, as Dropwizard reads it. */
class SchedulerConfigurationTest {

  private static final String FILE = "src/main/dist/conf/scheduler.yml";

  @Test
  void meansTheSameAsTheEnvironmentItself() throws Exception {
    Map<String, String> environment = FullEnvironment.variables();

    assertThat(load(environment).target(environment))
        .isEqualTo(new ConfigurationReading.Valid(FullEnvironment.MEANING));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void hasALineForEachSetting(Setting<?, ?> setting) throws Exception {
    JsonNode document = new YAMLMapper().readTree(new File(FILE));

    assertThat(document.at("/" + setting.path().replace('.', '/')).asText())
        .isEqualTo(expression(setting.variables()));
  }

  @Test
  void hasNoLineForAnythingElse() throws Exception {
    JsonNode document = new YAMLMapper().readTree(new File(FILE));
    long lines =
        document.properties().stream()
            .filter(section -> !List.of("server", "logging").contains(section.getKey()))
            .mapToLong(section -> leaves(section.getValue()))
            .sum();

    assertThat(lines).isEqualTo(settings().count());
  }

  @Test
  void listensOnMarathonsPort() throws Exception {
    assertThat(port(Map.of())).isEqualTo(8080);
    assertThat(port(Map.of("PORT0", "1234"))).isEqualTo(1234);
    assertThat(port(Map.of("PORT0", "1234", "PORT_API", "4321"))).isEqualTo(4321);
    assertThat(load(Map.of("PORT0", "1234")).surroundings().api().port()).isEqualTo(1234);
  }

  @Test
  void isNotBrokenByWhateverIsInAVariable() throws Exception {
    String text = "\"]: {x}\n- ${USER} # 'no'";
    Map<String, String> environment = FullEnvironment.least("BROKER_COUNT", text);

    assertThat(load(environment).target(environment))
        .isEqualTo(TargetSettings.read(environment))
        .isInstanceOfSatisfying(
            ConfigurationReading.Invalid.class,
            invalid ->
                assertThat(invalid.errors().get(0).message())
                    .startsWith("\"" + text + "\" is not a whole number"));
  }

  static Stream<Setting<?, ?>> settings() {
    return Stream.concat(TargetSettings.ALL.stream(), SurroundingsSettings.ALL.stream());
  }

  private static String expression(List<String> variables) {
    return variables.size() == 1
        ? "${" + variables.get(0) + ":-}"
        : "${" + variables.get(0) + ":-" + expression(variables.subList(1, variables.size())) + "}";
  }

  private static long leaves(JsonNode node) {
    return node.isObject()
        ? node.properties().stream().mapToLong(each -> leaves(each.getValue())).sum()
        : 1;
  }

  private static int port(Map<String, String> environment) throws Exception {
    SimpleServerFactory server = (SimpleServerFactory) load(environment).getServerFactory();
    return ((HttpConnectorFactory) server.getConnector()).getPort();
  }

  private static SchedulerConfiguration load(Map<String, String> environment) throws Exception {
    return new YamlConfigurationFactory<>(
            SchedulerConfiguration.class,
            Validators.newValidator(),
            Jackson.newObjectMapper(),
            "dw")
        .build(
            new EnvironmentSubstitution(new FileConfigurationSourceProvider(), environment), FILE);
  }
}
