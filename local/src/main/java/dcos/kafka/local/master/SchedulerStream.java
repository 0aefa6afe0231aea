package dcos.kafka.local.master;

import dcos.kafka.local.http.RecordStream;
import dcos.kafka.mesos.wire.MessageFormat;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A subscription's stream of events. */
record SchedulerStream(String id, MessageFormat format, RecordStream records) {
  void send(Event event) {
    records.send(format.encode(event));
  }

  /** Sends why and ends it. */
  void fail(String message) {
    send(
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(Event.Error.newBuilder().setMessage(message))
            .build());
    records.end();
  }
}
