package dcos.kafka.mesos.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The framing of a Mesos event stream: the length of a record in decimal digits, a line feed, the
 * record (mesos:docs/recordio.md).
 */
public final class RecordIo {
  private RecordIo() {}

  /**
   * A record with its length before it.
   *
   * @throws IllegalArgumentException when the record is empty, which the format doesn't allow
   */
  public static byte[] frame(byte[] record) {
    if (record.length == 0) {
      throw new IllegalArgumentException("A record can't be empty");
    }
    byte[] length = (record.length + "\n").getBytes(US_ASCII);
    byte[] framed = new byte[length.length + record.length];
    System.arraycopy(length, 0, framed, 0, length.length);
    System.arraycopy(record, 0, framed, length.length, record.length);
    return framed;
  }
}
