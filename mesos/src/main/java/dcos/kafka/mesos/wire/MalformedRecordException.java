package dcos.kafka.mesos.wire;

import java.io.IOException;

/** The stream is not RecordIO, or a record is larger than allowed; nothing after it can be read. */
public final class MalformedRecordException extends IOException {
  public MalformedRecordException(String message) {
    super(message);
  }
}
