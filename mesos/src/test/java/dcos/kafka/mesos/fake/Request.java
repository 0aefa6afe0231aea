package dcos.kafka.mesos.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import dcos.kafka.mesos.wire.MessageFormat;
import dcos.kafka.mesos.wire.RecordIo;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that a {@link FakeMesos} got, and the means to answer it.
 *
 * @param connection number of the TCP connection
 * @param headers by name, whatever its case
 */
public record Request(
    int connection, String line, Map<String, String> headers, byte[] body, Socket socket) {

  static Request read(Socket socket, int connection) throws IOException {
    InputStream in = socket.getInputStream();
    String line = readLine(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Request(connection, line, headers, in.readNBytes(length), socket);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The call in the body, in the format that the Content-Type names. */
  public <B extends Message.Builder> B call(B builder) throws IOException {
    return format().decode(body, builder);
  }

  private MessageFormat format() {
    return header("Content-Type").equals(MessageFormat.JSON.mediaType())
        ? MessageFormat.JSON
        : MessageFormat.PROTOBUF;
  }

  /** Answers in full. */
  public void answer(int status, String text, String... headers) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    write(head(status, headers) + "Content-Length: " + bytes.length + "\r\n\r\n");
    write(bytes);
  }

  public void accept() throws IOException {
    answer(202, "");
  }

  /** Begins to answer a subscription. */
  public Request open(String... headers) throws IOException {
    write(
        head(200, headers)
            + "Content-Type: "
            + header("Accept")
            + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    return this;
  }

  /** Sends events, each in a chunk of its own. */
  public void send(Message... events) throws IOException {
    for (Message event : events) {
      chunk(RecordIo.frame(format().encode(event)));
    }
  }

  /** Sends raw bytes of the stream as one chunk. */
  public void chunk(byte[] bytes) throws IOException {
    byte[] head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1);
    byte[] whole = new byte[head.length + bytes.length + 2];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(bytes, 0, whole, head.length, bytes.length);
    whole[whole.length - 2] = '\r';
    whole[whole.length - 1] = '\n';
    write(whole);
  }

  /** Ends the stream as HTTP wants it. */
  public void end() throws IOException {
    write("0\r\n\r\n");
  }

  /** Ends the connection inside a chunk, as a process that dies. */
  public void breakOff() throws IOException {
    write("40\r\n12");
    socket.close();
  }

  private static String head(int status, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  private void write(String text) throws IOException {
    write(text.getBytes(ISO_8859_1));
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }
}
