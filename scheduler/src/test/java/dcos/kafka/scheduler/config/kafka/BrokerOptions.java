package dcos.kafka.scheduler.config.kafka;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The options of the shipped broker, asked of its own classes, which the build puts beside the
 * tests and a class loader of their own keeps apart from ours.
 */
final class BrokerOptions {

  private static final Path JARS = Path.of("target", "broker-to-compare-with");

  /** Bound like the pools of {@code DynamicThreadPool}, but in {@code LogCleaner}. */
  private static final String CLEANER_THREADS = "log.cleaner.threads";

  /** Without a validator of its own: the broker looks at it when it starts. */
  private static final String COMPRESSION = "compression.type";

  private BrokerOptions() {}

  /** All of them, ascending by name. */
  static List<KafkaOption> ofTheBroker() throws IOException, ReflectiveOperationException {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(JARS)) {
      for (File file : files.map(Path::toFile).toList()) {
        jars.add(file.toURI().toURL());
      }
    }
    try (URLClassLoader broker =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Object definition =
          call(module(broker, "KafkaConfig"), "kafka$server$KafkaConfig$$configDef");
      Map<?, ?> keys = (Map<?, ?>) call(definition, "configKeys");
      Map<?, ?> modes =
          (Map<?, ?>) call(module(broker, "DynamicBrokerConfig"), "dynamicConfigUpdateModes");
      String pools = call(module(broker, "DynamicThreadPool"), "ReconfigurableConfigs").toString();
      Object none = definition.getClass().getField("NO_DEFAULT_VALUE").get(null);
      Map<String, KafkaOption> options = new TreeMap<>();
      for (Object key : keys.values()) {
        String name = field(key, "name").toString();
        options.put(
            name,
            new KafkaOption(
                name,
                ConfigDef.Type.valueOf(field(key, "type").toString()),
                standard(field(key, "defaultValue"), none),
                least(field(key, "validator")),
                name.equals(COMPRESSION) ? codecs(broker) : values(field(key, "validator")),
                update(modes.get(name)),
                pools.matches(".*[( ]" + name + "[,)].*") || name.equals(CLEANER_THREADS)));
      }
      return List.copyOf(options.values());
    }
  }

  private static List<String> codecs(ClassLoader broker) throws ReflectiveOperationException {
    Object codecs = object(broker, "kafka.message.BrokerCompressionCodec");
    String list = call(codecs, "brokerCompressionOptions").toString();
    return List.of(list.replaceAll("^List\\(|\\)$", "").split(", "));
  }

  private static Object module(ClassLoader broker, String name)
      throws ReflectiveOperationException {
    return object(broker, "kafka.server." + name);
  }

  private static Object object(ClassLoader broker, String name)
      throws ReflectiveOperationException {
    return Class.forName(name + "$", true, broker).getField("MODULE$").get(null);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    Method found = target.getClass().getMethod(method);
    return found.invoke(target);
  }

  private static Object field(Object target, String name) throws ReflectiveOperationException {
    Field field = target.getClass().getField(name);
    return field.get(target);
  }

  private static Optional<String> standard(Object value, Object none) {
    if (value == null || value == none) {
      return Optional.empty();
    }
    return Optional.of(
        value instanceof List<?> list
            ? String.join(",", list.stream().map(Object::toString).toList())
            : value.toString());
  }

  /** Ranges print themselves as {@code [1,...]}; those of the broker have no upper bound. */
  private static Optional<Long> least(Object validator) {
    return text(validator)
        .filter(text -> text.endsWith(",...]"))
        .map(text -> Long.parseLong(text.substring(1, text.indexOf(','))));
  }

  /**
   * Lists of valid values print themselves as {@code [a, b]}. Of a version {@code 2.4-IV1} its
   * short form {@code 2.4} is a valid value too.
   */
  private static List<String> values(Object validator) {
    return text(validator)
        .filter(text -> !text.contains("..."))
        .map(text -> text.substring(1, text.length() - 1).split(", "))
        .stream()
        .flatMap(Arrays::stream)
        .flatMap(value -> Stream.of(value, value.replaceFirst("-IV\\d+$", "")))
        .distinct()
        .toList();
  }

  private static Optional<String> text(Object validator) {
    return Optional.ofNullable(validator).map(Object::toString);
  }

  private static KafkaOption.Update update(Object mode) {
    if (mode == null) {
      return KafkaOption.Update.READ_ONLY;
    }
    return mode.equals("cluster-wide")
        ? KafkaOption.Update.CLUSTER_WIDE
        : KafkaOption.Update.PER_BROKER;
  }
}
