package dcos.kafka.mesos.scheduler;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Hears what the master says. One callback at a time, in order, on the client's thread; while one
 * runs, no further event is read. A connection is a number that grows by one with each
 * subscription; every {@code subscribed} is followed by one {@code disconnected} before the next,
 * unless the client is closed.
 */
public interface SchedulerListener {
  /**
   * Subscribed. Store the framework id before sending anything. Offers of earlier connections are
   * gone.
   */
  void subscribed(long connection, Event.Subscribed subscribed);

  /** Any other event, but for heartbeats, errors and kinds that are unknown here. */
  void received(long connection, Event event);

  /** The connection is over, with every call that wasn't answered. Subscribing again follows. */
  void disconnected(long connection, String reason);

  /**
   * The master did not accept a call. {@code disconnected} follows, since that mostly means the
   * subscription is dead; the call isn't sent again.
   *
   * @param status HTTP status
   * @param message the master's text, perhaps empty
   */
  void refused(long connection, Call call, int status, String message);

  /** The last callback: there won't be another subscription. */
  void stopped(StopReason reason);
}
