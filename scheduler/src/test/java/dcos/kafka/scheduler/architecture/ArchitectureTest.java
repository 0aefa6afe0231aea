package dcos.kafka.scheduler.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** The shape of the scheduler: a core that does no more than think, and adapters around it. */
@AnalyzeClasses(packages = "dcos.kafka", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** What decides: values and functions. */
  private static final String[] CORE = {
    "dcos.kafka.scheduler.ledger",
    "dcos.kafka.scheduler.broker",
    "dcos.kafka.scheduler.offer",
    "dcos.kafka.scheduler.state",
    "dcos.kafka.scheduler.core",
    "dcos.kafka.scheduler.plan",
    "dcos.kafka.scheduler.placement",
    "dcos.kafka.scheduler.kafka.observation",
    "dcos.kafka.scheduler.config",
    "dcos.kafka.scheduler.config.change"
  };

  private static final Set<Class<?>> TIMES =
      Set.of(Instant.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class);

  @ArchTest
  static final ArchRule coreDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                  // Where something is may be named by the core; it is opened elsewhere.
                  .and(describe("open something", type -> !type.getSimpleName().equals("Path"))))
          .orShould()
          .dependOnClassesThat(
              describe(
                  "are streams, readers or writers",
                  type ->
                      type.getPackageName().equals("java.io")
                          && !type.getSimpleName().equals("Serializable")
                          && !type.isAssignableTo(Throwable.class)));

  @ArchTest
  static final ArchRule coreStartsNoThreadAndWaitsForNone =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..");

  @ArchTest
  static final ArchRule coreReadsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethodWhere(
              describe(
                  "the clock is read",
                  (JavaMethodCall call) ->
                      (isOn(call, System.class)
                              && Set.of("currentTimeMillis", "nanoTime").contains(call.getName()))
                          || (TIMES.stream().anyMatch(type -> isOn(call, type))
                              && call.getName().equals("now"))));

  @ArchTest
  static final ArchRule coreDrawsOnlyFromRandomnessThatWasHandedIn =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .callMethodWhere(
              describe(
                  "a random number is drawn from nowhere",
                  (JavaMethodCall call) ->
                      (isOn(call, UUID.class) && call.getName().equals("randomUUID"))
                          || (isOn(call, Math.class) && call.getName().equals("random"))))
          .orShould()
          .callConstructorWhere(
              describe(
                  "randomness has no seed",
                  (JavaConstructorCall call) ->
                      (isOn(call, Random.class) || isOn(call, SplittableRandom.class))
                          && call.getTarget().getRawParameterTypes().isEmpty()));

  @ArchTest
  static final ArchRule coreKnowsNoneOfItsAdapters =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.curator..",
                  "org.apache.zookeeper..",
                  "org.apache.kafka..",
                  "io.dropwizard..",
                  "jakarta..",
                  "org.slf4j..",
                  "dcos.kafka.mesos.master..",
                  "dcos.kafka.mesos.scheduler..",
                  "dcos.kafka.scheduler.kafka",
                  "dcos.kafka.scheduler.engine..",
                  "dcos.kafka.scheduler.store..",
                  "dcos.kafka.scheduler.service..",
                  "dcos.kafka.scheduler.wiring.."));

  @ArchTest
  static final ArchRule onlyTheWiringKnowsTheWiring =
      noClasses()
          .that()
          .resideOutsideOfPackage("dcos.kafka.scheduler.wiring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dcos.kafka.scheduler.wiring..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dcos.kafka.scheduler.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule apiDependsOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dcos.kafka.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dcos.kafka.scheduler..",
              "dcos.kafka.mesos..",
              "org.apache.mesos..",
              "org.apache.zookeeper..",
              "org.apache.curator..");

  @ArchTest
  static final ArchRule mesosDependsOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dcos.kafka.mesos..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dcos.kafka.scheduler..", "dcos.kafka.api..");

  @ArchTest
  static final ArchRule packagesAreNamedByConcept =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..impl..", "..model..", "..manager..", "..helper..");

  @ArchTest
  static final ArchRule everyTypeIsInAPackageOfItsConcept =
      classes()
          .that()
          .resideInAPackage("dcos.kafka.scheduler")
          .should()
          .haveSimpleName("package-info");

  private static boolean isOn(JavaAccess<?> access, Class<?> type) {
    return access.getTargetOwner().isEquivalentTo(type);
  }
}
