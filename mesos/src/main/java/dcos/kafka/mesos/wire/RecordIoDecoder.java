package dcos.kafka.mesos.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a stream of RecordIO apart, whatever the borders of its chunks are. For one stream and one
 * thread. Once it threw, the stream is lost and every further chunk is refused.
 */
public final class RecordIoDecoder {
  private final int maxRecordBytes;

  /** The length read so far while between records; -1 before its first digit. */
  private long length = -1;

  private byte @Nullable [] record;
  private int filled;
  private boolean broken;

  /**
   * @param maxRecordBytes the largest record to accept, at least 1
   */
  public RecordIoDecoder(int maxRecordBytes) {
    if (maxRecordBytes < 1) {
      throw new IllegalArgumentException("maxRecordBytes must be positive: " + maxRecordBytes);
    }
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Consumes a chunk and returns the records that it completes, perhaps none.
   *
   * @throws MalformedRecordException when a length isn't digits and a line feed, is zero, or
   *     exceeds the maximum
   */
  public List<byte[]> push(ByteBuffer chunk) throws MalformedRecordException {
    if (broken) {
      throw new MalformedRecordException("The stream was malformed before");
    }
    List<byte[]> complete = new ArrayList<>();
    while (chunk.hasRemaining()) {
      if (record == null) {
        readLength(chunk.get());
      } else {
        int count = Math.min(chunk.remaining(), record.length - filled);
        chunk.get(record, filled, count);
        filled += count;
        if (filled == record.length) {
          complete.add(record);
          record = null;
        }
      }
    }
    return complete;
  }

  private void readLength(byte next) throws MalformedRecordException {
    if (next >= '0' && next <= '9') {
      length = Math.max(length, 0) * 10 + (next - '0');
      if (length > maxRecordBytes) {
        throw broken("A record is larger than the " + maxRecordBytes + " bytes allowed");
      }
    } else if (next != '\n' || length < 0) {
      throw broken("A record's length has the byte " + (next & 0xff) + " where a digit belongs");
    } else if (length == 0) {
      throw broken("A record has length zero");
    } else {
      record = new byte[(int) length];
      filled = 0;
      length = -1;
    }
  }

  private MalformedRecordException broken(String why) {
    broken = true;
    return new MalformedRecordException(why);
  }
}
