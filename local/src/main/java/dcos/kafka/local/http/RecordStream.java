package dcos.kafka.local.http;

import dcos.kafka.mesos.wire.RecordIo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to one client. Who sends never waits: a client that doesn't read for so long
 * that the backlog is full, or that is gone, loses its connection.
 */
public final class RecordStream {
  private static final int MAX_BACKLOG = 10_000;
  private static final byte[] END = new byte[0];

  private final LinkedBlockingQueue<byte[]> backlog = new LinkedBlockingQueue<>(MAX_BACKLOG);
  private final Consumer<RecordStream> whenBroken;
  private @Nullable Thread writer;
  private boolean broken;

  /**
   * {@code whenBroken} is told, by any thread and perhaps twice, that the client can't be reached
   * any more.
   */
  public RecordStream(Consumer<RecordStream> whenBroken) {
    this.whenBroken = whenBroken;
  }

  /** Sends a record. */
  public void send(byte[] record) {
    offer(RecordIo.frame(record));
  }

  /** Ends the stream after what has been sent. */
  public void end() {
    offer(END);
  }

  /**
   * Writes each record as it comes, until the end. Called by the thread that answers the request.
   */
  void writeTo(OutputStream out) throws IOException {
    synchronized (this) {
      if (broken) {
        throw new IOException("The client reads too slowly");
      }
      writer = Thread.currentThread();
    }
    try {
      for (byte[] record = backlog.take(); record != END; record = backlog.take()) {
        out.write(record);
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The stream was broken off", e);
    } finally {
      synchronized (this) {
        writer = null;
      }
    }
  }

  /** The client can't be reached any more. */
  void broken() {
    whenBroken.accept(this);
  }

  private void offer(byte[] framed) {
    if (!backlog.offer(framed)) {
      breakOff();
    }
  }

  /** A write that hangs ends when its thread is interrupted. */
  private synchronized void breakOff() {
    broken = true;
    if (writer != null) {
      writer.interrupt();
    }
    whenBroken.accept(this);
  }
}
