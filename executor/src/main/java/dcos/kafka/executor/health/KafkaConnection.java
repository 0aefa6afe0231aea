package dcos.kafka.executor.health;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection with a broker that speaks just enough of Kafka's protocol
 * (https://kafka.apache.org/protocol) to ask the two things every client begins with. By hand,
 * because Kafka's own client needs more memory than the whole executor. Everything together has to
 * end within one timeout.
 */
final class KafkaConnection implements AutoCloseable {
  private static final short METADATA = 3;
  private static final short API_VERSIONS = 18;

  /** What a cluster of thousands of partitions answers is below this; more is no broker. */
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private static final byte[] CLIENT_ID = "executor".getBytes(StandardCharsets.UTF_8);

  private final Socket socket = new Socket();
  private final long deadline;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int correlation;

  KafkaConnection(String host, int port, Duration timeout) throws IOException {
    deadline = System.nanoTime() + timeout.toNanos();
    try {
      socket.connect(new InetSocketAddress(host, port), remainingMillis());
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private int remainingMillis() throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the time was over");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Asks which requests the broker understands; answers the highest version of Metadata. */
  short highestMetadataVersion() throws IOException {
    ByteBuffer answer = ask(API_VERSIONS, (short) 0, new byte[0]);
    short error = answer.getShort();
    if (error != 0) {
      throw new IOException("it answered ApiVersions with error " + error);
    }
    for (int apis = answer.getInt(); apis > 0; apis--) {
      short api = answer.getShort();
      answer.getShort();
      short highest = answer.getShort();
      if (api == METADATA) {
        return highest;
      }
    }
    throw new IOException("it does not know Metadata");
  }

  /**
   * Asks for the cluster without its topics; answers the number of brokers. Version 4 where the
   * broker has it (0.11 and later), since the newest have nothing older; else 1.
   */
  int brokers(short highestVersion) throws IOException {
    boolean four = highestVersion >= 4;
    byte[] noTopics = {0, 0, 0, 0};
    byte[] noTopicsNoCreation = {0, 0, 0, 0, 0};
    ByteBuffer answer = ask(METADATA, (short) (four ? 4 : 1), four ? noTopicsNoCreation : noTopics);
    if (four) {
      answer.getInt(); // throttle time
    }
    return answer.getInt();
  }

  private ByteBuffer ask(short api, short version, byte[] body) throws IOException {
    correlation++;
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(request);
    fields.writeShort(api);
    fields.writeShort(version);
    fields.writeInt(correlation);
    fields.writeShort(CLIENT_ID.length);
    fields.write(CLIENT_ID);
    fields.write(body);
    out.writeInt(request.size());
    request.writeTo(out);
    out.flush();
    return answer();
  }

  private ByteBuffer answer() throws IOException {
    ByteBuffer size = read(4);
    int bytes = size.getInt();
    if (bytes < 4 || bytes > MAX_ANSWER_BYTES) {
      throw new IOException("its answer is not Kafka's: " + bytes + " bytes");
    }
    ByteBuffer answer = read(bytes);
    int answered = answer.getInt();
    if (answered != correlation) {
      throw new IOException("it answered request " + answered + ", not " + correlation);
    }
    return answer;
  }

  /** Reads piecewise, so that the deadline holds for a broker that drips its answer too. */
  private ByteBuffer read(int length) throws IOException {
    byte[] bytes = new byte[length];
    int have = 0;
    while (have < length) {
      socket.setSoTimeout(remainingMillis());
      int more = in.read(bytes, have, length - have);
      if (more < 0) {
        throw new IOException("it closed the connection");
      }
      have += more;
    }
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
