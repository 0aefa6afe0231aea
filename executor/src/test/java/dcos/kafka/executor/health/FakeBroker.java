package dcos.kafka.executor.health;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers ApiVersions and Metadata as a Kafka broker of a given age, or not at all. */
public final class FakeBroker implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final int highestMetadata;
  private volatile boolean silent;

  /** A broker that knows Metadata up to the version. */
  public FakeBroker(int highestMetadata) throws IOException {
    this.highestMetadata = highestMetadata;
    Thread acceptor = new Thread(this::accept, "fake-broker");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Takes connections, and says nothing. */
  public void silence() {
    silent = true;
  }

  /** What was asked, as api:version, in order. */
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        serve(
            new DataInputStream(socket.getInputStream()),
            new DataOutputStream(socket.getOutputStream()));
      } catch (IOException e) {
        // The client has gone, or the test has ended.
      }
    }
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      byte[] request = new byte[in.readInt()];
      in.readFully(request);
      DataInputStream fields = new DataInputStream(new java.io.ByteArrayInputStream(request));
      short api = fields.readShort();
      short version = fields.readShort();
      requests.add(api + ":" + version);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      DataOutputStream body = new DataOutputStream(answer);
      body.writeInt(fields.readInt());
      if (api == 18) {
        body.writeShort(0);
        body.writeInt(2);
        body.write(new byte[] {0, 1, 0, 0, 0, 9});
        body.write(new byte[] {0, 3, 0, 0, 0, (byte) highestMetadata});
      } else {
        if (version >= 4) {
          body.writeInt(0);
        }
        body.writeInt(0);
      }
      if (silent) {
        continue;
      }
      out.writeInt(answer.size());
      answer.writeTo(out);
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
