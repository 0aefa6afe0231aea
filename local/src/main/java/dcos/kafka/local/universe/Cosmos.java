package dcos.kafka.local.universe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders a package as DC/OS' Cosmos does. */
public final class Cosmos {
  private Cosmos() {}

  /**
   * The Marathon app that {@code package} becomes with {@code options}.
   *
   * @param source where the package comes from, for the label that says so
   * @throws PackageException when the options break the package's schema, or the template doesn't
   *     yield a JSON object
   */
  public static ObjectNode render(PackageDefinition definition, ObjectNode options, String source)
      throws PackageException {
    ObjectNode merged = Options.merge(Options.defaults(definition.config()), options);
    Options.validate(merged, definition.config());
    merged.set("resource", definition.resource());
    ObjectNode app = JsonText.object(fill(definition.template(), merged), "The rendered template");
    label(app, definition, options, source);
    return app;
  }

  private static String fill(String template, ObjectNode context) throws PackageException {
    StringWriter filled = new StringWriter();
    try {
      new RawMustacheFactory()
          .compile(new StringReader(template), "marathon.json.mustache")
          .execute(filled, toJava(context));
    } catch (MustacheException e) {
      throw new PackageException("The package's template is broken: " + e.getMessage() + ".", e);
    }
    return filled.toString();
  }

  private static void label(
      ObjectNode app, PackageDefinition definition, ObjectNode options, String source) {
    ObjectNode labels = app.withObjectProperty("labels");
    labels.put("DCOS_PACKAGE_NAME", definition.name());
    labels.put("DCOS_PACKAGE_VERSION", definition.version());
    labels.put("DCOS_PACKAGE_SOURCE", source);
    labels.put(
        "DCOS_PACKAGE_OPTIONS",
        Base64.getEncoder()
            .encodeToString(JsonText.write(options).getBytes(StandardCharsets.UTF_8)));
  }

  /** Numbers become int where they are one and double otherwise; strings are escaped for JSON. */
  private static @Nullable Object toJava(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), toJava(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        ((ArrayNode) node).forEach(element -> list.add(toJava(element)));
        yield list;
      }
      case STRING -> {
        String quoted = JsonText.write(node);
        yield quoted.substring(1, quoted.length() - 1);
      }
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> isInt(node) ? (Object) node.intValue() : (Object) node.doubleValue();
      default -> null;
    };
  }

  private static boolean isInt(JsonNode number) {
    return number.canConvertToExactIntegral() && number.canConvertToInt();
  }

  /** Without mustache's escaping for HTML. */
  private static final class RawMustacheFactory extends DefaultMustacheFactory {
    @Override
    public void encode(String value, Writer writer) {
      try {
        writer.write(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
