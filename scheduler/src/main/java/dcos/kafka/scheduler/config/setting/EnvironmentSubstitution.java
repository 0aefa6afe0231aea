package dcos.kafka.scheduler.config.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.StringSubstitutor;

/**
 * Puts the environment's values into {@code scheduler.yml}, where it has {@code NAME:-default}
 * between a dollar sign with braces; the default may be empty or name a variable itself. An empty
 * variable counts as unset, as in a shell.
 *
 * <p>Other than Dropwizard's own substitution this one takes place in the values of the document
 * that was read, not in its text: whatever is in a variable, such as the brackets and quotes of a
 * placement constraint, stays the value of one setting and can't break the document.
 *
 * @param document where the document itself comes from
 * @param environment the variables
 */
public record EnvironmentSubstitution(
    ConfigurationSourceProvider document, Map<String, String> environment)
    implements ConfigurationSourceProvider {

  @Override
  public InputStream open(String path) throws IOException {
    try (InputStream in = document.open(path)) {
      JsonNode filled = fill(new YAMLMapper().readTree(in));
      // JSON is YAML too, and it quotes every value.
      return new ByteArrayInputStream(new ObjectMapper().writeValueAsBytes(filled));
    }
  }

  private JsonNode fill(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(fill(entry.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, fill(array.get(i)));
      }
    } else if (node.isTextual()) {
      return TextNode.valueOf(substitutor().replace(node.textValue()));
    }
    return node;
  }

  private StringSubstitutor substitutor() {
    return new StringSubstitutor(
            name ->
                Optional.ofNullable(environment.get(name))
                    .filter(value -> !value.isBlank())
                    .orElse(null))
        .setEnableSubstitutionInVariables(true)
        .setDisableSubstitutionInValues(true);
  }
}
