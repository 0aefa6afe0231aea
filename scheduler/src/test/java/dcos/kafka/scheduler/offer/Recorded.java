package dcos.kafka.scheduler.offer;

import com.google.protobuf.Message;
import dcos.kafka.mesos.wire.MessageFormat;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** What a real Mesos said and took, from its recorded conversation {@code custom-executor-kill}. */
final class Recorded {

  private Recorded() {}

  /** The ACCEPT that it carried out to the letter. */
  static Call.Accept reserveCreateLaunch() {
    return read("accept-reserve-create-launch", Call.newBuilder()).build().getAccept();
  }

  /** The ACCEPT that released it all. */
  static Call.Accept destroyUnreserve() {
    return read("accept-destroy-unreserve", Call.newBuilder()).build().getAccept();
  }

  /** Offers of agents on which nothing is reserved; the third has a MOUNT disk. */
  static List<Offer> free() {
    return read("offers-free", Event.newBuilder()).build().getOffers().getOffersList();
  }

  /** The offer of the first agent when the task has ended. */
  static Offer reserved() {
    return read("offers-reserved", Event.newBuilder()).build().getOffers().getOffers(0);
  }

  private static <B extends Message.Builder> B read(String name, B into) {
    try (InputStream json = Recorded.class.getResourceAsStream("/mesos/" + name + ".json")) {
      return MessageFormat.JSON.decode(Objects.requireNonNull(json, name).readAllBytes(), into);
    } catch (Exception e) {
      throw new AssertionError("the recording " + name + " can't be read", e);
    }
  }
}
