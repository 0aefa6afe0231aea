package dcos.kafka.scheduler.offer;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dcos.kafka.scheduler.ledger.ReservedResource.Volume;
import java.util.Base64;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;

/** Where a MOUNT disk is, as the ledger has it and as Mesos has it. */
final class DiskSources {

  private DiskSources() {}

  private static Source plain(String root) {
    return Source.newBuilder()
        .setType(Source.Type.MOUNT)
        .setMount(Source.Mount.newBuilder().setRoot(root))
        .build();
  }

  /** The whole, for the ledger, when it says more than where the disk is. */
  static Optional<String> beyondRoot(Source offered) {
    return offered.equals(plain(offered.getMount().getRoot()))
        ? Optional.empty()
        : Optional.of(Base64.getEncoder().encodeToString(offered.toByteArray()));
  }

  /** As the agent has it; empty for a volume on the agent's own disk. */
  static Optional<Source> of(Volume volume) {
    return volume
        .source()
        .map(DiskSources::decode)
        .or(() -> volume.mountRoot().map(DiskSources::plain));
  }

  private static Source decode(String recorded) {
    try {
      return Source.parseFrom(ByteString.copyFrom(Base64.getDecoder().decode(recorded)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "The ledger has a disk that can't be read: " + recorded, e);
    }
  }
}
