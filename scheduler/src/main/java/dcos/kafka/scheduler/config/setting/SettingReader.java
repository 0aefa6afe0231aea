package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.ValidationError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads settings one after the other and keeps what is wrong with any, so that users see all their
 * mistakes at once.
 */
final class SettingReader {

  private final Source source;
  private final List<ValidationError> unreadable = new ArrayList<>();
  private final List<ValidationError> refused = new ArrayList<>();

  SettingReader(Source source) {
    this.source = source;
  }

  /** The value of a setting, or the fallback where none or no good one was given. */
  <T> T read(Setting<?, T> setting, T fallback) {
    return given(setting).orElse(fallback);
  }

  /**
   * The value of a setting that has no default; what is returned without one only lets the reading
   * go on.
   */
  <T> T required(Setting<?, T> setting, T placeholder) {
    if (source.given(setting).isEmpty()) {
      refuse(setting, "It has to be set: there is no default.");
    }
    return read(setting, placeholder);
  }

  /** The value of a setting, if a good one was given. */
  <T> Optional<T> given(Setting<?, T> setting) {
    return source
        .given(setting)
        .flatMap(
            value ->
                parse(setting, value)
                    .either(
                        Optional::of,
                        message -> {
                          unreadable.add(new ValidationError(setting.variable(), message));
                          return Optional.empty();
                        }));
  }

  /**
   * The value of a setting that somebody else answers for: what is wrong with it is not noted here.
   */
  <T> Optional<T> peek(Setting<?, T> setting) {
    return source
        .given(setting)
        .flatMap(value -> parse(setting, value).either(Optional::of, message -> Optional.empty()));
  }

  /** Notes that a value breaks a rule, readable though it is. */
  void refuse(Setting<?, ?> setting, String message) {
    refused.add(new ValidationError(setting.variable(), message));
  }

  /** The values up to now that are not of their type or range. */
  List<ValidationError> unreadable() {
    return List.copyOf(unreadable);
  }

  /** All mistakes up to now. */
  List<ValidationError> errors() {
    return Stream.concat(unreadable.stream(), refused.stream()).toList();
  }

  private static <T> Parsed<T> parse(Setting<?, T> setting, String value) {
    return setting.type().parse().apply(value);
  }
}
