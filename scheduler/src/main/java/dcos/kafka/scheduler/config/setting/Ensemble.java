package dcos.kafka.scheduler.config.setting;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a ZooKeeper ensemble is written: {@code host:port[,host:port…]}, and a path after it where
 * one makes sense.
 */
final class Ensemble {

  private static final String SERVERS = "[^\\s,:/]+:\\d{1,5}(,[^\\s,:/]+:\\d{1,5})*";
  private static final Pattern WITHOUT_PATH = Pattern.compile(SERVERS);
  private static final Pattern WITH_PATH = Pattern.compile(SERVERS + "/?(/[^\\s/]+)*");

  private Ensemble() {}

  static ValueType<String> withoutPath() {
    return form("host:port[,host:port…]", WITHOUT_PATH);
  }

  static ValueType<String> withPath() {
    return form("host:port[,host:port…][/path]", WITH_PATH);
  }

  /** The ensemble with the given path, unless it names a path itself. */
  static String below(String ensemble, String path) {
    int slash = ensemble.indexOf('/');
    boolean bare = slash < 0 || slash == ensemble.length() - 1;
    return bare ? ensemble.replace("/", "") + path : ensemble;
  }

  private static ValueType<String> form(String form, Pattern pattern) {
    return ValueType.text(
        form,
        value ->
            pattern.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("\"" + value + "\" does not have the form " + form + "."));
  }
}
