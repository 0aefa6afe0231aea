package dcos.kafka.mesos.scheduler;

import dcos.kafka.mesos.fake.Heard;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Keeps each callback. */
final class HearingListener implements SchedulerListener {
  record Subscribed(long connection, Event.Subscribed event) {}

  record Received(long connection, Event event) {}

  record Disconnected(long connection, String reason) {}

  record Refused(long connection, Call call, int status, String message) {}

  record Stopped(StopReason reason) {}

  final Heard heard = new Heard();

  @Override
  public void subscribed(long connection, Event.Subscribed subscribed) {
    heard.add(new Subscribed(connection, subscribed));
  }

  @Override
  public void received(long connection, Event event) {
    heard.add(new Received(connection, event));
  }

  @Override
  public void disconnected(long connection, String reason) {
    heard.add(new Disconnected(connection, reason));
  }

  @Override
  public void refused(long connection, Call call, int status, String message) {
    heard.add(new Refused(connection, call, status, message));
  }

  @Override
  public void stopped(StopReason reason) {
    heard.add(new Stopped(reason));
  }
}
