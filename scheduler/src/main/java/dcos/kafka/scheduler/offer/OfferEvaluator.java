package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.ledger.ReservedResource.Volume;
import dcos.kafka.scheduler.offer.OfferedResources.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Decides whether what an offer holds serves a broker, and which operations make it so.
 *
 * <p>A broker with a reservation takes exactly what is reserved for it, creates the volume where an
 * earlier attempt stopped short of it, and reserves the difference where its configuration asks for
 * more cpus or memory than it has. A broker without one takes free resources, every part with an id
 * of its own.
 *
 * @param resources how the ledger's rows are written for Mesos
 * @param ids where new ids come from
 * @param now the time that new reservations get
 */
public record OfferEvaluator(Resources resources, Ids ids, Instant now) {

  /** Scalars have three decimals in Mesos (docs/attributes-resources.md). */
  private static final double PRECISION = 0.0005;

  /** For a broker that has a reservation on the offer's agent. */
  public Fit inPlace(Reservation recorded, Requirement need, OfferedResources offered) {
    Reservation reservation = withoutFailedGrowth(recorded, offered);
    List<String> missing = missing(reservation.resources(), offered);
    if (!missing.isEmpty()) {
      return new Fit.Unfit(List.of(new Misfit.NotYetFree(String.join(", ", missing))));
    }
    List<ReservedResource> more = growth(reservation, need);
    List<Misfit> misfits = tooLittle(more, offered);
    if (!misfits.isEmpty()) {
      return new Fit.Unfit(misfits);
    }
    List<Operation> preparations = new ArrayList<>();
    Reservation grown = reservation;
    if (!more.isEmpty()) {
      List<ReservedResource> rows = new ArrayList<>(reservation.resources());
      rows.addAll(more);
      grown = reservation.with(rows);
      preparations.add(resources.reserve(grown, more, operationId("reserve", reservation)));
    }
    ReservedResource disk = reservation.part(Part.DISK).orElseThrow();
    Resource offeredDisk = offered.reserved().get(disk.id());
    if (offeredDisk == null || !offeredDisk.getDisk().hasPersistence()) {
      preparations.add(resources.create(grown, disk, operationId("create", reservation)));
    }
    OfferedResources rest =
        offered
            .without(reservation.resources().stream().map(ReservedResource::id).toList())
            .minus(taken(more));
    return new Fit.Fits(grown, preparations, rest);
  }

  /**
   * For a broker that runs and is to have more: the difference alone, as a reservation of its own
   * until it is seen to have come to be.
   */
  public Fit more(Reservation home, Requirement need, Offer offer, OfferedResources offered) {
    List<ReservedResource> more = growth(home, need);
    List<Misfit> misfits = tooLittle(more, offered);
    if (!misfits.isEmpty()) {
      return new Fit.Unfit(misfits);
    }
    Reservation growth =
        Reservation.intended(
            ids.uuid(),
            home.brokerId(),
            offer.getAgentId().getValue(),
            Places.of(offer),
            more,
            now,
            home.frameworkId());
    return new Fit.Fits(
        growth,
        List.of(resources.reserve(growth, more, operationId("reserve", growth))),
        offered.minus(taken(more)));
  }

  private static List<Misfit> tooLittle(List<ReservedResource> more, OfferedResources offered) {
    List<Misfit> misfits = new ArrayList<>();
    require("cpus", sum(more, "cpus"), offered.cpus(), offered, misfits);
    require("mem", sum(more, "mem"), offered.memMb(), offered, misfits);
    return misfits;
  }

  private static Taken taken(List<ReservedResource> more) {
    return new Taken(sum(more, "cpus"), sum(more, "mem"), 0, 0, Optional.empty());
  }

  /** The names of the resources that an offer lacks of some rows, each once. */
  private static List<String> missing(List<ReservedResource> rows, OfferedResources offered) {
    return rows.stream()
        .filter(row -> !offered.reserved().containsKey(row.id()))
        .map(row -> row.part().resourceName())
        .distinct()
        .toList();
  }

  /**
   * The rows that a reservation began with are made at once or not at all. A later row, made to
   * grow it, is a reservation of its own, so when only that is missing it never came to be.
   */
  private static Reservation withoutFailedGrowth(
      Reservation reservation, OfferedResources offered) {
    EnumSet<Part> seen = EnumSet.noneOf(Part.class);
    List<ReservedResource> rows =
        reservation.resources().stream()
            .filter(row -> seen.add(row.part()) || offered.reserved().containsKey(row.id()))
            .toList();
    return rows.size() == reservation.resources().size() ? reservation : reservation.with(rows);
  }

  /** Whether a reservation has all the cpus and memory that are needed. */
  public static boolean isEnough(Reservation reservation, Requirement need) {
    return lacks(reservation, need).values().stream().noneMatch(OfferEvaluator::isSomething);
  }

  private static Map<Part, Double> lacks(Reservation reservation, Requirement need) {
    Map<Part, Double> lacks = new EnumMap<>(Part.class);
    lacks.put(Part.CPUS, need.cpus() - reservation.amountOf(Part.CPUS));
    lacks.put(Part.MEM, need.memMb() - reservation.amountOf(Part.MEM));
    lacks.put(Part.EXECUTOR_CPUS, need.executorCpus() - reservation.amountOf(Part.EXECUTOR_CPUS));
    lacks.put(Part.EXECUTOR_MEM, need.executorMemMb() - reservation.amountOf(Part.EXECUTOR_MEM));
    return lacks;
  }

  private static boolean isSomething(double difference) {
    return difference > PRECISION;
  }

  private List<ReservedResource> growth(Reservation reservation, Requirement need) {
    return lacks(reservation, need).entrySet().stream()
        .filter(entry -> isSomething(entry.getValue()))
        .map(entry -> row(entry.getKey(), Math.round(entry.getValue() * 1000) / 1000.0))
        .toList();
  }

  private static double sum(List<ReservedResource> rows, String resource) {
    return rows.stream()
        .filter(row -> row.part().resourceName().equals(resource))
        .mapToDouble(ReservedResource::amount)
        .sum();
  }

  private static void require(
      String what, double needed, double free, OfferedResources offered, List<Misfit> misfits) {
    if (needed > free + PRECISION) {
      misfits.add(new Misfit.TooLittle(what, needed, free));
      Optional.ofNullable(offered.statically().get(what))
          .ifPresent(amount -> misfits.add(new Misfit.StaticallyReserved(what, amount)));
    }
  }

  /** For a broker that has nothing yet, or nothing any more. */
  public Fit anew(
      int broker, Requirement need, Offer offer, OfferedResources offered, List<Misfit> placement) {
    List<Misfit> misfits = new ArrayList<>(placement);
    double cpus = need.cpus() + need.executorCpus();
    double mem = need.memMb() + need.executorMemMb();
    require("cpus", cpus, offered.cpus(), offered, misfits);
    require("mem", mem, offered.memMb(), offered, misfits);
    Optional<Resource> mount = disk(need, offered, misfits);
    OptionalInt port = port(need, offered.ports());
    if (port.isEmpty()) {
      misfits.add(
          need.exactPort()
              ? new Misfit.PortTaken(need.port())
              : new Misfit.NoPort(
                  BrokerConfiguration.RANDOM_PORT_FIRST, BrokerConfiguration.RANDOM_PORT_LAST));
    }
    if (!misfits.isEmpty() || port.isEmpty()) {
      return new Fit.Unfit(misfits);
    }
    double disk = mount.map(m -> m.getScalar().getValue()).orElse(need.diskMb());
    Reservation reservation = reservation(broker, need, offer, port.getAsInt(), disk, mount);
    ReservedResource volume = reservation.part(Part.DISK).orElseThrow();
    List<Operation> preparations =
        List.of(
            resources.reserve(
                reservation, reservation.resources(), operationId("reserve", reservation)),
            resources.create(reservation, volume, operationId("create", reservation)));
    Taken taken = new Taken(cpus, mem, mount.isPresent() ? 0 : disk, port.getAsInt(), mount);
    return new Fit.Fits(reservation, preparations, offered.minus(taken));
  }

  /**
   * For a broker that is being replaced and finds no other agent: all that it has stays, but for
   * the volume, beside which it gets a new one. The old volume is released when the new broker is
   * registered, as it would be on another agent.
   *
   * @param old what it lived on; its volume alone, when another attempt has taken over the rest
   * @return the new reservation, with the rows that it takes over from {@code old}
   */
  public Fit besideOldVolume(
      Reservation old, Requirement need, Offer offer, OfferedResources offered) {
    List<ReservedResource> kept = withoutDisk(old);
    List<String> missing = missing(kept, offered);
    List<Misfit> misfits = new ArrayList<>();
    if (kept.isEmpty()) {
      misfits.add(new Misfit.NotYetFree("everything but its old volume"));
    } else if (!missing.isEmpty()) {
      misfits.add(new Misfit.NotYetFree(String.join(", ", missing)));
    }
    Optional<Resource> mount = disk(need, offered, misfits);
    if (!misfits.isEmpty()) {
      return new Fit.Unfit(misfits);
    }
    double size = mount.map(m -> m.getScalar().getValue()).orElse(need.diskMb());
    ReservedResource disk = diskRow(size, mount);
    List<ReservedResource> rows = new ArrayList<>(kept);
    rows.add(disk);
    Reservation reservation =
        Reservation.intended(
            ids.uuid(),
            old.brokerId(),
            old.agentId(),
            Places.of(offer),
            rows,
            now,
            old.frameworkId());
    List<Operation> preparations =
        List.of(
            resources.reserve(reservation, List.of(disk), operationId("reserve", reservation)),
            resources.create(reservation, disk, operationId("create", reservation)));
    OfferedResources rest =
        offered
            .without(kept.stream().map(ReservedResource::id).toList())
            .minus(new Taken(0, 0, mount.isPresent() ? 0 : size, 0, mount));
    return new Fit.Fits(reservation, preparations, rest);
  }

  private static List<ReservedResource> withoutDisk(Reservation reservation) {
    return reservation.resources().stream().filter(row -> row.part() != Part.DISK).toList();
  }

  /** The MOUNT disk to take, where one is needed; what is missing goes to {@code misfits}. */
  private static Optional<Resource> disk(
      Requirement need, OfferedResources offered, List<Misfit> misfits) {
    if (need.diskType() != DiskType.MOUNT) {
      require("disk", need.diskMb(), offered.diskMb(), offered, misfits);
      return Optional.empty();
    }
    Optional<Resource> mount = smallestMount(need, offered);
    if (mount.isEmpty()) {
      misfits.add(new Misfit.NoMountDisk(need.diskMb(), largestMount(offered)));
    }
    return mount;
  }

  private ReservedResource diskRow(double size, Optional<Resource> mount) {
    Optional<Resource.DiskInfo.Source> source = mount.map(m -> m.getDisk().getSource());
    Volume volume =
        new Volume(
            ids.uuid(),
            source.map(disk -> disk.getMount().getRoot()),
            source.flatMap(DiskSources::beyondRoot));
    return new ReservedResource(ids.uuid(), Part.DISK, size, Optional.of(volume));
  }

  private Reservation reservation(
      int broker, Requirement need, Offer offer, int port, double disk, Optional<Resource> mount) {
    return Reservation.intended(
        ids.uuid(),
        broker,
        offer.getAgentId().getValue(),
        Places.of(offer),
        List.of(
            row(Part.CPUS, need.cpus()),
            row(Part.MEM, need.memMb()),
            row(Part.PORT, port),
            diskRow(disk, mount),
            row(Part.EXECUTOR_CPUS, need.executorCpus()),
            row(Part.EXECUTOR_MEM, need.executorMemMb())),
        now,
        Optional.of(offer.getFrameworkId().getValue()).filter(id -> !id.isEmpty()));
  }

  private ReservedResource row(Part part, double amount) {
    return new ReservedResource(ids.uuid(), part, amount, Optional.empty());
  }

  private static Optional<Resource> smallestMount(Requirement need, OfferedResources offered) {
    return offered.mountDisks().stream()
        .filter(disk -> disk.getScalar().getValue() + PRECISION >= need.diskMb())
        .min(Comparator.comparingDouble(disk -> disk.getScalar().getValue()));
  }

  private static double largestMount(OfferedResources offered) {
    return offered.mountDisks().stream()
        .mapToDouble(disk -> disk.getScalar().getValue())
        .max()
        .orElse(0);
  }

  /**
   * The port for a new broker: the wanted one if it is free; else, unless only that one will do, a
   * random one of 9092-10092; else any, but for a broker that was to get a random one anyway.
   */
  private OptionalInt port(Requirement need, PortRanges free) {
    if (need.port() != 0 && free.contains(need.port())) {
      return OptionalInt.of(need.port());
    }
    if (need.exactPort()) {
      return OptionalInt.empty();
    }
    OptionalInt random =
        free.within(BrokerConfiguration.RANDOM_PORT_FIRST, BrokerConfiguration.RANDOM_PORT_LAST)
            .random(ids.random());
    return random.isPresent() || need.port() == 0 ? random : free.random(ids.random());
  }

  private String operationId(String what, Reservation reservation) {
    return OperationName.of(what, reservation.id(), ids.uuid()).text();
  }
}
