package dcos.kafka.scheduler.config.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.kafka.KafkaOption;
import dcos.kafka.scheduler.config.kafka.KafkaOptions;
import dcos.kafka.scheduler.config.kafka.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/configuration.md} are what the code says. Where a test fails, the file
 * that it names has the document as it should be.
 */
class ConfigurationDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
  private static final TargetConfiguration DEFAULTS =
      TargetConfiguration.defaults("kafka", "master.mesos:2181");

  @Test
  void saysWhatTheCodeDoes() throws Exception {
    String document = Files.readString(DOCUMENT);
    String right = document;
    right = replace(right, "service", TargetSettings.ALL.stream().map(each -> row(each, DEFAULTS)));
    right =
        replace(
            right,
            "surroundings",
            SurroundingsSettings.ALL.stream()
                .map(each -> row(each, SurroundingsSettings.DEFAULTS)));
    right =
        replace(
            right,
            "kafka",
            KafkaOptions.shipped().all().stream()
                .filter(option -> !KafkaOptions.owned(option.name()))
                .sorted(Comparator.comparing(KafkaOption::name))
                .map(ConfigurationDocumentTest::row));
    Path written = Files.writeString(Path.of("target", "configuration.md"), right);

    assertThat(document).as("%s against %s", DOCUMENT, written).isEqualTo(right);
  }

  private static String replace(String document, String table, Stream<String> rows)
      throws IOException {
    String start = "<!-- table: " + table + " -->\n";
    String end = "<!-- end -->";
    int from = document.indexOf(start);
    int to = document.indexOf(end, from);
    assertThat(from).as("the mark %s", start).isNotNegative();
    int header = document.indexOf("|\n", document.indexOf("|---", from)) + 2;
    return document.substring(0, header)
        + rows.collect(Collectors.joining("\n", "", "\n"))
        + document.substring(to);
  }

  private static <C> String row(Setting<C, ?> setting, C defaults) {
    return row(
        setting.variables().stream()
            .map(each -> "`" + each + "`")
            .collect(Collectors.joining(", ")),
        setting.type().name(),
        setting.type().range(),
        standard(setting, defaults),
        setting.onChange().text(),
        setting.description());
  }

  private static <C> String standard(Setting<C, ?> setting, C defaults) {
    boolean required =
        List.of("FRAMEWORK_NAME", "KAFKA_URI", "EXECUTOR_URI").contains(setting.variable());
    return required ? "**required**" : code(setting.show(defaults));
  }

  private static String row(KafkaOption option) {
    String values =
        option.least().map(least -> "at least " + least).orElse(String.join(", ", option.values()));
    return row(
        "`" + Overrides.variable(option.name()) + "`",
        "`" + option.name() + "`",
        option.type().name().toLowerCase(Locale.ROOT),
        option.name().endsWith(".version") ? "a version of Kafka" : values,
        option.standard().map(ConfigurationDocumentTest::code).orElse(""),
        option.dynamic() ? "dynamic" : "restart");
  }

  private static String code(String value) {
    return value.isEmpty() ? "" : "`" + value + "`";
  }

  private static String row(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
