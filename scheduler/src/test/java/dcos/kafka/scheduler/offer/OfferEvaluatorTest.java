package dcos.kafka.scheduler.offer;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.junit.jupiter.api.Test;

class OfferEvaluatorTest {

  private static final Resources RESOURCES =
      new Resources("kafka", "kafka-role", "kafka-principal", true);

  private final OfferEvaluator evaluator = evaluator(1);

  private static OfferEvaluator evaluator(long seed) {
    return new OfferEvaluator(RESOURCES, new Ids(new SplittableRandom(seed)), TestService.START);
  }

  private static Requirement need() {
    return Requirement.of(configuration());
  }

  private static Requirement need(DiskType disk, int port) {
    return Requirement.of(with(configuration(), 2048, disk, port));
  }

  private static Requirement exactly(int port) {
    TargetConfiguration it = with(configuration(), PlacementStrategy.NODE);
    return Requirement.of(with(it, 2048, DiskType.ROOT, port));
  }

  private Fit anew(Requirement need, Offer offer) {
    return evaluator.anew(0, need, offer, OfferedResources.of(offer, "kafka"), List.of());
  }

  private Fit.Fits fits(Requirement need, Offer offer) {
    Fit fit = anew(need, offer);
    assertThat(fit).isInstanceOf(Fit.Fits.class);
    return (Fit.Fits) fit;
  }

  private static List<Misfit> reasons(Fit fit) {
    assertThat(fit).isInstanceOf(Fit.Unfit.class);
    return ((Fit.Unfit) fit).reasons();
  }

  private static List<Operation.Type> types(Fit.Fits fits) {
    return fits.preparations().stream().map(Operation::getType).toList();
  }

  private static int port(Requirement need, Offer offer, long seed) {
    Fit fit = evaluator(seed).anew(0, need, offer, OfferedResources.of(offer, "kafka"), List.of());
    return ((Fit.Fits) fit).reservation().port();
  }

  private static Resource asOffered(Reservation reservation, ReservedResource row) {
    return RESOURCES.of(reservation, row, true);
  }

  private static Offer offerOf(Reservation reservation, TestOffer more) {
    reservation.resources().forEach(row -> more.with(asOffered(reservation, row)));
    return more.build();
  }

  private Fit inPlace(Reservation reservation, Requirement need, Offer offer) {
    return evaluator.inPlace(reservation, need, OfferedResources.of(offer, "kafka"));
  }

  @Test
  void takesWhatABrokerAndItsExecutorNeed() {
    Fit.Fits fits = fits(need(), TestOffer.roomy(1));

    Reservation reservation = fits.reservation();
    assertThat(reservation.state()).isEqualTo(ReservationState.INTENDED);
    assertThat(reservation.since()).isEqualTo(TestService.START);
    assertThat(reservation.agentId()).isEqualTo("S1");
    assertThat(reservation.hostname()).isEqualTo("agent-1");
    assertThat(reservation.resources())
        .extracting(ReservedResource::part)
        .containsExactlyInAnyOrder(Part.values());
    assertThat(reservation.amountOf(Part.CPUS)).isEqualTo(1);
    assertThat(reservation.amountOf(Part.MEM)).isEqualTo(2048);
    assertThat(reservation.amountOf(Part.DISK)).isEqualTo(5000);
    assertThat(reservation.amountOf(Part.EXECUTOR_CPUS)).isEqualTo(0.5);
    assertThat(reservation.amountOf(Part.EXECUTOR_MEM)).isEqualTo(256);
    assertThat(types(fits)).containsExactly(Operation.Type.RESERVE, Operation.Type.CREATE);
    assertThat(fits.rest().cpus()).isEqualTo(6.5);
    assertThat(fits.rest().memMb()).isEqualTo(16384 - 2304);
    assertThat(fits.rest().diskMb()).isEqualTo(35960);
    assertThat(fits.rest().ports().contains(reservation.port())).isFalse();
  }

  @Test
  void givesEveryResourceAnIdOfItsOwn() {
    Fit.Fits one = fits(need(), TestOffer.roomy(1));
    Fit.Fits other = fits(need(), TestOffer.roomy(1));
    List<String> ids = new ArrayList<>();
    for (Reservation reservation : List.of(one.reservation(), other.reservation())) {
      ids.add(reservation.id());
      reservation.resources().forEach(row -> ids.add(row.id()));
      reservation.part(Part.DISK).orElseThrow().volume().ifPresent(v -> ids.add(v.id()));
    }

    assertThat(ids).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void takesAnOfferThatIsExactlyEnough() {
    Offer exact = TestOffer.of(1).cpus(1.5).mem(2304).disk(5000).ports(9092, 9092).build();

    OfferedResources rest = fits(need(), exact).rest();

    assertThat(rest.cpus()).isZero();
    assertThat(rest.memMb()).isZero();
  }

  @Test
  void saysAllThatIsTooLittle() {
    Offer small = TestOffer.of(1).cpus(1.499).mem(2303).disk(4999).build();

    assertThat(reasons(anew(need(), small)))
        .containsExactlyInAnyOrder(
            new Misfit.TooLittle("cpus", 1.5, 1.499),
            new Misfit.TooLittle("mem", 2304, 2303),
            new Misfit.TooLittle("disk", 5000, 4999),
            new Misfit.NoPort(9092, 10092));
  }

  @Test
  void saysThatWhatIsMissingIsReservedStaticallyAndNotUsed() {
    Offer offer =
        TestOffer.of(1)
            .cpus(1)
            .staticallyReservedCpus(8)
            .mem(4000)
            .disk(9000)
            .ports(9092, 9092)
            .build();

    assertThat(reasons(anew(need(), offer)))
        .containsExactly(
            new Misfit.TooLittle("cpus", 1.5, 1), new Misfit.StaticallyReserved("cpus", 8));
  }

  @Test
  void saysWhatPlacementHasAgainstTheAgentAlthoughThereIsRoom() {
    Misfit misplaced = new Misfit.Misplaced("not here");
    Offer offer = TestOffer.roomy(1);

    Fit fit =
        evaluator.anew(0, need(), offer, OfferedResources.of(offer, "kafka"), List.of(misplaced));

    assertThat(reasons(fit)).containsExactly(misplaced);
  }

  @Test
  void takesTheSmallestMountDiskThatIsLargeEnoughAndAllOfIt() {
    Offer offer =
        TestOffer.of(1)
            .room()
            .mount("/small", 4999)
            .mount("/large", 90000)
            .mount("/right", 6000)
            .build();

    Fit.Fits fits = fits(need(DiskType.MOUNT, 9092), offer);

    ReservedResource disk = fits.reservation().part(Part.DISK).orElseThrow();
    assertThat(disk.amount()).isEqualTo(6000);
    assertThat(disk.volume().orElseThrow().mountRoot()).contains("/right");
    assertThat(fits.rest().diskMb()).isEqualTo(40960);
    assertThat(fits.rest().mountDisks())
        .extracting(resource -> resource.getDisk().getSource().getMount().getRoot())
        .containsExactly("/small", "/large");
  }

  @Test
  void repeatsWhatMesosSaysOfAMountDisk() {
    Source source =
        Source.newBuilder()
            .setType(Source.Type.MOUNT)
            .setMount(Source.Mount.newBuilder().setRoot("/data"))
            .setId("disk-1")
            .setProfile("fast")
            .setVendor("ours")
            .build();

    Fit.Fits fits =
        fits(need(DiskType.MOUNT, 9092), TestOffer.of(1).room().mount(source, 6000).build());

    Operation reserve = fits.preparations().get(0);
    Operation create = fits.preparations().get(1);
    assertThat(reserve.getReserve().getResourcesList())
        .filteredOn(Resource::hasDisk)
        .extracting(resource -> resource.getDisk().getSource())
        .containsExactly(source);
    assertThat(create.getCreate().getVolumes(0).getDisk().getSource()).isEqualTo(source);
  }

  @Test
  void neverTakesTheAgentsOwnDiskInPlaceOfAMountDisk() {
    assertThat(reasons(anew(need(DiskType.MOUNT, 9092), TestOffer.roomy(1))))
        .containsExactly(new Misfit.NoMountDisk(5000, 0));
    assertThat(
            reasons(
                anew(
                    need(DiskType.MOUNT, 9092),
                    TestOffer.of(1).room().mount("/small", 4000).build())))
        .containsExactly(new Misfit.NoMountDisk(5000, 4000));
  }

  @Test
  void neverTakesAMountDiskInPlaceOfTheAgentsOwn() {
    Offer offer = TestOffer.of(1).cpus(8).mem(9999).ports(9092, 9092).mount("/m", 9999).build();

    assertThat(reasons(anew(need(), offer))).containsExactly(new Misfit.TooLittle("disk", 5000, 0));
  }

  @Test
  void insistsOnTheExactPortWithPlacementNode() {
    Offer taken = TestOffer.of(1).cpus(8).mem(9999).disk(9999).ports(9093, 31000).build();

    assertThat(port(exactly(9092), TestOffer.roomy(1), 1)).isEqualTo(9092);
    assertThat(reasons(anew(exactly(9092), taken))).containsExactly(new Misfit.PortTaken(9092));
  }

  @Test
  void prefersTheWantedPortWithPlacementAny() {
    assertThat(port(need(), TestOffer.roomy(1), 1)).isEqualTo(9092);
    assertThat(port(need(DiskType.ROOT, 31500), TestOffer.roomy(1), 1)).isEqualTo(31500);
  }

  @Test
  void takesARandomPortOfTheRangeWhenTheWantedOneIsTaken() {
    Offer offer =
        TestOffer.of(1).cpus(8).mem(9999).disk(9999).ports(9093, 10100).ports(31000, 32000).build();
    TreeSet<Integer> ports = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      ports.add(port(need(), offer, seed));
    }

    assertThat(ports).hasSizeGreaterThan(100).allMatch(port -> port >= 9093 && port <= 10092);
  }

  @Test
  void takesAnyOfferedPortWhenNoneOfTheRangeIsOffered() {
    Offer offer = TestOffer.of(1).cpus(8).mem(9999).disk(9999).ports(31000, 31003).build();

    assertThat(port(need(), offer, 1)).isBetween(31000, 31003);
  }

  @Test
  void takesARandomPortOfTheRangeAndNoOtherForPortZero() {
    Offer outside = TestOffer.of(1).cpus(8).mem(9999).disk(9999).ports(31000, 32000).build();
    TreeSet<Integer> ports = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      ports.add(port(need(DiskType.ROOT, 0), TestOffer.roomy(1), seed));
    }

    assertThat(ports).hasSizeGreaterThan(30).allMatch(port -> port >= 9092 && port <= 10092);
    assertThat(reasons(anew(need(DiskType.ROOT, 0), outside)))
        .containsExactly(new Misfit.NoPort(9092, 10092));
    assertThat(port(exactly(0), TestOffer.roomy(1), 1)).isBetween(9092, 10092);
  }

  @Test
  void usesExactlyWhatIsReservedForABrokerInPlace() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();

    Fit fit = inPlace(home, need(), offerOf(home, TestOffer.of(1)));

    assertThat(fit)
        .isInstanceOfSatisfying(
            Fit.Fits.class,
            fits -> {
              assertThat(fits.reservation()).isEqualTo(home);
              assertThat(fits.preparations()).isEmpty();
              assertThat(fits.rest().reserved()).isEmpty();
            });
  }

  @Test
  void waitsForWhatAnEndingExecutorStillHolds() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();
    TestOffer offer = TestOffer.of(1).room();
    home.resources().stream()
        .filter(row -> !row.part().isExecutors())
        .forEach(row -> offer.with(asOffered(home, row)));

    assertThat(reasons(inPlace(home, need(), offer.build())))
        .containsExactly(new Misfit.NotYetFree("cpus, mem"));
  }

  @Test
  void createsOnlyTheVolumeWhereAReservationIsHalfMade() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();
    TestOffer offer = TestOffer.of(1);
    home.resources().forEach(row -> offer.with(RESOURCES.of(home, row, false)));

    Fit.Fits fits = (Fit.Fits) inPlace(home, need(), offer.build());

    assertThat(types(fits)).containsExactly(Operation.Type.CREATE);
    assertThat(fits.preparations().get(0).getCreate().getVolumesList())
        .containsExactly(asOffered(home, home.part(Part.DISK).orElseThrow()));
  }

  @Test
  void reservesTheDifferenceForABrokerThatIsToHaveMore() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();
    Requirement more = Requirement.of(with(configuration(), 3072, DiskType.ROOT, 9092));

    Fit.Fits fits = (Fit.Fits) inPlace(home, more, offerOf(home, TestOffer.of(1).room()));

    assertThat(types(fits)).containsExactly(Operation.Type.RESERVE);
    assertThat(fits.preparations().get(0).getReserve().getResourcesList())
        .singleElement()
        .satisfies(resource -> assertThat(resource.getScalar().getValue()).isEqualTo(1024));
    assertThat(fits.reservation().amountOf(Part.MEM)).isEqualTo(3072);
    assertThat(fits.reservation().resources()).startsWith(home.resources().get(0)).hasSize(7);
    assertThat(fits.rest().memMb()).isEqualTo(16384 - 1024);
  }

  @Test
  void saysThatThereIsNoRoomToGrow() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();
    Requirement more = Requirement.of(with(configuration(), 3072, DiskType.ROOT, 9092));

    Fit fit = inPlace(home, more, offerOf(home, TestOffer.of(1).cpus(8).mem(1000)));

    assertThat(reasons(fit)).containsExactly(new Misfit.TooLittle("mem", 1024, 1000));
  }

  @Test
  void growsAnewWhereAnEarlierGrowthNeverCameToBe() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();
    List<ReservedResource> rows = new ArrayList<>(home.resources());
    rows.add(new ReservedResource("failed", Part.MEM, 512, Optional.empty()));
    Reservation recorded = home.with(rows);

    Fit.Fits asBefore = (Fit.Fits) inPlace(recorded, need(), offerOf(home, TestOffer.of(1).room()));
    assertThat(asBefore.reservation()).isEqualTo(home);
    assertThat(asBefore.preparations()).isEmpty();

    Requirement more = Requirement.of(with(configuration(), 2560, DiskType.ROOT, 9092));
    Fit.Fits grown = (Fit.Fits) inPlace(recorded, more, offerOf(home, TestOffer.of(1).room()));
    assertThat(grown.reservation().resources())
        .hasSize(7)
        .extracting(ReservedResource::id)
        .doesNotContain("failed");
  }

  @Test
  void usesAGrowthThatDidComeToBe() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();
    List<ReservedResource> rows = new ArrayList<>(home.resources());
    rows.add(new ReservedResource("made", Part.MEM, 512, Optional.empty()));
    Reservation recorded = home.with(rows);
    Requirement more = Requirement.of(with(configuration(), 2560, DiskType.ROOT, 9092));

    Fit.Fits fits = (Fit.Fits) inPlace(recorded, more, offerOf(recorded, TestOffer.of(1).room()));

    assertThat(fits.reservation()).isEqualTo(recorded);
    assertThat(fits.preparations()).isEmpty();
  }

  @Test
  void keepsItsPortWhateverTheConfigurationWantsNow() {
    Reservation home = fits(need(), TestOffer.roomy(1)).reservation();

    Fit.Fits fits = (Fit.Fits) inPlace(home, exactly(31000), offerOf(home, TestOffer.of(1).room()));

    assertThat(fits.reservation().port()).isEqualTo(home.port());
  }
}
