package dcos.kafka.scheduler.core;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of brokers' tasks: {@code broker-<n>__<uuid>}. */
final class TaskIds {

  private static final Pattern FORM = Pattern.compile("broker-(\\d{1,9})__.+");

  private TaskIds() {}

  static String of(int broker, String uuid) {
    return "broker-" + broker + "__" + uuid;
  }

  /** The broker that a task is of; empty when the id isn't one of ours. */
  static OptionalInt broker(String taskId) {
    Matcher matcher = FORM.matcher(taskId);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
