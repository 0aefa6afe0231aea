package dcos.kafka.local.agent;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Random uuids as the 16 bytes that status updates carry. */
final class Uuids {
  private Uuids() {}

  static ByteString bytes() {
    UUID uuid = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  static org.apache.mesos.v1.Protos.UUID proto() {
    return org.apache.mesos.v1.Protos.UUID.newBuilder().setValue(bytes()).build();
  }
}
