package dcos.kafka.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dcos.kafka.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** What stands in for Mesos must not share the code that it is to try out. */
  @ArchTest
  static final ArchRule SHARES_ONLY_MESSAGES_WITH_THE_SERVICE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dcos.kafka.scheduler..",
              "dcos.kafka.executor..",
              "dcos.kafka.api..",
              "dcos.kafka.mesos.scheduler..",
              "dcos.kafka.mesos.executor..",
              "dcos.kafka.mesos.connection..");

  /** They only know the link between them. */
  @ArchTest
  static final ArchRule AGENTS_DO_NOT_KNOW_THE_MASTER =
      noClasses()
          .that()
          .resideInAPackage("dcos.kafka.local.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dcos.kafka.local.master..");

  @ArchTest
  static final ArchRule THE_MASTER_DOES_NOT_KNOW_AGENTS =
      noClasses()
          .that()
          .resideInAPackage("dcos.kafka.local.master..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dcos.kafka.local.agent..", "dcos.kafka.local.process..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dcos.kafka.local.(*)..").should().beFreeOfCycles();
}
