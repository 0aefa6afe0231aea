package dcos.kafka.local.universe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** What a user wants other than the package's defaults. */
public final class Options {
  private Options() {}

  /** No wishes. */
  public static ObjectNode none() {
    return JsonText.emptyObject();
  }

  /**
   * Reads a user's options file.
   *
   * @throws PackageException when it can't be read or isn't a JSON object
   */
  public static ObjectNode read(Path file) throws PackageException {
    try {
      return JsonText.object(Files.readString(file), "The options file " + file);
    } catch (IOException e) {
      throw new PackageException("Can't read the options file " + file + ": " + reason(e) + ".", e);
    }
  }

  /** All of {@code base}, where {@code over} doesn't say otherwise; objects are merged in depth. */
  public static ObjectNode merge(ObjectNode base, ObjectNode over) {
    ObjectNode merged = base.deepCopy();
    for (Map.Entry<String, JsonNode> field : over.properties()) {
      JsonNode old = merged.get(field.getKey());
      merged.set(
          field.getKey(),
          old instanceof ObjectNode oldObject && field.getValue() instanceof ObjectNode newObject
              ? merge(oldObject, newObject)
              : field.getValue().deepCopy());
    }
    return merged;
  }

  /** The defaults that a schema names, at their places. */
  static ObjectNode defaults(JsonNode schema) {
    ObjectNode defaults = JsonText.emptyObject();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode value = property.getValue();
      if (value.has("properties")) {
        defaults.set(property.getKey(), defaults(value));
      } else if (value.has("default")) {
        defaults.set(property.getKey(), value.get("default"));
      }
    }
    return defaults;
  }

  /**
   * Refuses what the schema doesn't allow.
   *
   * @throws PackageException that names the first wrong option by its place
   */
  static void validate(ObjectNode options, JsonNode schema) throws PackageException {
    var messages =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(schema)
            .validate(options);
    var first =
        messages.stream()
            .min(Comparator.comparing(message -> message.getInstanceLocation().toString()));
    if (first.isPresent()) {
      throw new PackageException(sentence(first.get()));
    }
  }

  private static String sentence(ValidationMessage message) {
    String option = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
    JsonNode value = message.getInstanceNode();
    JsonNode rule = message.getSchemaNode();
    String allowed = rule.isTextual() ? rule.textValue() : rule.toString();
    String is = ", but is " + value + ".";
    return switch (message.getType()) {
      case "additionalProperties" ->
          "There is no option "
              + (option.isEmpty() ? "" : option + ".")
              + message.getProperty()
              + "; config.json of the package lists all that there are.";
      case "type" -> "Option " + option + " has to be of type " + allowed + is;
      case "enum" -> "Option " + option + " has to be one of " + allowed + is;
      case "minimum" -> "Option " + option + " has to be at least " + allowed + is;
      case "maximum" -> "Option " + option + " has to be at most " + allowed + is;
      case "pattern" -> "Option " + option + " has to match " + allowed + is;
      default -> "Option " + message.getMessage() + ".";
    };
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it doesn't exist" : e.toString();
  }
}
