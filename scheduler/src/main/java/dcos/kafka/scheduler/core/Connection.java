package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connections to Mesos: their beginning, their end, and the end of all of them. */
final class Connection {

  /** The first version whose master takes operation ids for an agent's own resources. */
  private static final int OPERATION_IDS_SINCE_MINOR = 8;

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  private Connection() {}

  /** Returns whether it may be used. */
  static boolean begun(Frame frame, Event.Subscribed subscribed) {
    if (frame.before().frameworkId().isEmpty()) {
      frame.frameworkId(subscribed.frameworkId());
    } else if (!frame.before().frameworkId().get().equals(subscribed.frameworkId())) {
      frame.effect(
          new Effect.Exit(
              "Mesos registered this service as framework %s although it is %s; refusing to go on"
                  .formatted(subscribed.frameworkId(), frame.before().frameworkId().get())));
      return false;
    }
    frame.set(
        frame
            .session()
            .connected(
                subscribed.connection(),
                takesOperationIds(subscribed.masterVersion()),
                frame.now()));
    frame.note(
        "REGISTERED",
        "Registered with Mesos %s as framework %s."
            .formatted(subscribed.masterVersion(), subscribed.frameworkId()));
    Demand.hopeToRelease(frame);
    Reconciliation.begin(frame);
    for (Broker broker : frame.state().brokers().values()) {
      broker.task().filter(task -> task.phase().mayBeAlive()).ifPresent(task -> watch(frame, task));
      Reconciliation.watch(frame, broker);
    }
    return true;
  }

  /** A lost message may have left behind a kill that nobody heard. */
  private static void watch(Frame frame, BrokerTask task) {
    if (task.stop().isPresent()) {
      Steering.kill(frame, task);
    }
  }

  private static boolean takesOperationIds(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return true;
    }
    int major = Integer.parseInt(matcher.group(1));
    return major > 1
        || (major == 1 && Integer.parseInt(matcher.group(2)) >= OPERATION_IDS_SINCE_MINOR);
  }

  static void ended(Frame frame, Event.Disconnected disconnected) {
    if (!frame.session().isOn(disconnected.connection())) {
      return;
    }
    frame.set(frame.session().disconnected());
    Reconciliation.stop(frame);
    Uninstalling.disconnected(frame);
    frame.note("DISCONNECTED", "Lost the connection to Mesos: " + disconnected.reason());
  }

  static void endedForGood(Frame frame, Event.Ended ended) {
    if (ended.why() == Event.Ended.Why.FAILED_OVER) {
      frame.effect(
          new Effect.Exit(
              "another instance of this scheduler has taken over (%s)".formatted(ended.reason())));
      return;
    }
    boolean removed = ended.why() == Event.Ended.Why.REMOVED;
    frame.set(frame.session().endedFor(ended.reason(), removed));
    Reconciliation.stop(frame);
    if (removed && frame.uninstall().isPresent()) {
      frame.rolloutDirty();
      return;
    }
    frame.note(
        "REMOVED",
        "Mesos will not have this framework any more: %s. Its records are kept, and nothing is"
                .formatted(ended.reason())
            + " launched. See docs/troubleshooting.md before anything else.");
  }
}
