package dcos.kafka.scheduler.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.Protos.Value;

/** Writes offers as Mesos does. Agent {@code n} is {@code agent-n} at {@code 10.0.0.n}. */
public final class TestOffer {

  private static final String ROLE = "kafka-role";

  private static int offers;

  private final Offer.Builder offer;

  private TestOffer(int agent, String agentId) {
    offers++;
    this.offer =
        Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue("offer-" + offers))
            .setFrameworkId(FrameworkID.newBuilder().setValue(TestService.FRAMEWORK_ID))
            .setAgentId(AgentID.newBuilder().setValue(agentId))
            .setHostname(hostname(agent))
            .setUrl(
                URL.newBuilder()
                    .setScheme("http")
                    .setAddress(
                        Address.newBuilder()
                            .setHostname(hostname(agent))
                            .setIp("10.0.0." + agent)
                            .setPort(5051)))
            .setAllocationInfo(allocation());
  }

  /** An offer without resources. */
  public static TestOffer of(int agent) {
    return new TestOffer(agent, agentId(agent));
  }

  /** An offer of an agent that came back under a new id. */
  public static TestOffer of(int agent, String agentId) {
    return new TestOffer(agent, agentId);
  }

  /** An offer that has room for several brokers. */
  public static Offer roomy(int agent) {
    return of(agent).room().build();
  }

  /** An agent's id. */
  public static String agentId(int agent) {
    return "S" + agent;
  }

  /** An agent's host name. */
  public static String hostname(int agent) {
    return "agent-" + agent;
  }

  /** With free resources for several brokers. */
  public TestOffer room() {
    return cpus(8).mem(16384).disk(40960).ports(9092, 10092).ports(31000, 32000);
  }

  /** With free CPUs. */
  public TestOffer cpus(double amount) {
    return with(scalar("cpus", amount));
  }

  /** With free memory in MB. */
  public TestOffer mem(double amount) {
    return with(scalar("mem", amount));
  }

  /** With free space in MB on the agent's own disk. */
  public TestOffer disk(double amount) {
    return with(scalar("disk", amount));
  }

  /** With free ports, both ends included. */
  public TestOffer ports(int first, int last) {
    return with(
        Resource.newBuilder()
            .setName("ports")
            .setType(Value.Type.RANGES)
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(first).setEnd(last)))
            .setAllocationInfo(allocation())
            .build());
  }

  /** With a free MOUNT disk. */
  public TestOffer mount(String root, double amount) {
    return mount(
        DiskInfo.Source.newBuilder()
            .setType(DiskInfo.Source.Type.MOUNT)
            .setMount(DiskInfo.Source.Mount.newBuilder().setRoot(root))
            .build(),
        amount);
  }

  /** With a free disk of that source. */
  public TestOffer mount(DiskInfo.Source source, double amount) {
    return with(
        scalar("disk", amount).toBuilder()
            .setDisk(DiskInfo.newBuilder().setSource(source))
            .build());
  }

  /** With CPUs that an operator reserved for the role on the agent's command line. */
  public TestOffer staticallyReservedCpus(double amount) {
    return with(
        scalar("cpus", amount).toBuilder()
            .addReservations(
                ReservationInfo.newBuilder().setType(ReservationInfo.Type.STATIC).setRole(ROLE))
            .build());
  }

  /** With memory that a service of some name reserved under a resource id. */
  public TestOffer reservedMem(String service, String resourceId, double amount) {
    return with(
        scalar("mem", amount).toBuilder()
            .addReservations(
                ReservationInfo.newBuilder()
                    .setType(ReservationInfo.Type.DYNAMIC)
                    .setRole(ROLE)
                    .setPrincipal(service + "-principal")
                    .setLabels(
                        Labels.newBuilder()
                            .addLabels(label("resource_id", resourceId))
                            .addLabels(label("service", service))))
            .build());
  }

  /** Of an agent that is to go into maintenance. */
  public TestOffer unavailable(Instant from, Duration duration) {
    offer.setUnavailability(unavailability(from, duration));
    return this;
  }

  static Unavailability unavailability(Instant from, Duration duration) {
    return Unavailability.newBuilder()
        .setStart(TimeInfo.newBuilder().setNanoseconds(from.toEpochMilli() * 1_000_000))
        .setDuration(DurationInfo.newBuilder().setNanoseconds(duration.toNanos()))
        .build();
  }

  /** With any resources. */
  public TestOffer with(Collection<Resource> resources) {
    offer.addAllResources(resources);
    return this;
  }

  /** With any resource. */
  public TestOffer with(Resource resource) {
    offer.addResources(resource);
    return this;
  }

  /** The offer. */
  public Offer build() {
    return offer.build();
  }

  /** A free resource that is an amount. */
  public static Resource scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .setAllocationInfo(allocation())
        .build();
  }

  private static AllocationInfo allocation() {
    return AllocationInfo.newBuilder().setRole(ROLE).build();
  }

  private static Label label(String key, String value) {
    return Label.newBuilder().setKey(key).setValue(value).build();
  }
}
