package dcos.kafka.mesos.scheduler;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Passes everything on; a test overrides what it wants otherwise. */
class DelegatingListener implements SchedulerListener {
  private final SchedulerListener to;

  DelegatingListener(SchedulerListener to) {
    this.to = to;
  }

  @Override
  public void subscribed(long connection, Event.Subscribed subscribed) {
    to.subscribed(connection, subscribed);
  }

  @Override
  public void received(long connection, Event event) {
    to.received(connection, event);
  }

  @Override
  public void disconnected(long connection, String reason) {
    to.disconnected(connection, reason);
  }

  @Override
  public void refused(long connection, Call call, int status, String message) {
    to.refused(connection, call, status, message);
  }

  @Override
  public void stopped(StopReason reason) {
    to.stopped(reason);
  }
}
