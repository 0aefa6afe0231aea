package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.change.Difference;
import dcos.kafka.scheduler.state.Configurations;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationHistoryTest {

  private static String target(TestService service) {
    return service.state().target().orElseThrow().id();
  }

  @Test
  void recordsWhenAndFromWhatEachConfigurationCameToBe() {
    TestService service = TestService.running(configuration());
    String first = target(service);
    service.pass(Duration.ofMinutes(1));

    service.configure(with(configuration(), 5));

    StoredConfiguration second = service.state().target().orElseThrow();
    assertThat(second.accepted()).isEqualTo(service.now());
    assertThat(second.predecessor()).contains(first);
    assertThat(second.changes())
        .containsExactly(new Difference("serviceConfiguration.count", "BROKER_COUNT", "3", "5"));
    assertThat(service.last().notes())
        .extracting(Note::message)
        .anyMatch(message -> message.endsWith(" Changed: BROKER_COUNT from 3 to 5."));
    StoredConfiguration oldest = service.state().configurations().find(first).orElseThrow();
    assertThat(oldest.predecessor()).isEmpty();
    assertThat(oldest.changes()).isEmpty();
  }

  @Test
  void dropsTheOldestOfWhatNobodyRefersTo() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < Configurations.KEPT_UNUSED + 3; i++) {
      service.pass(Duration.ofSeconds(1));
      service.configure(
          configuration()
              .with(configuration().kafka().withOverrides(Map.of("log.retention.hours", "" + i))));
      accepted.add(target(service));
    }

    assertThat(service.state().configurations().byId().keySet())
        .doesNotContainAnyElementsOf(accepted.subList(0, 2))
        .containsAll(accepted.subList(2, accepted.size()));
  }

  @Test
  void keepsWhatIsInUseAndABoundedNumberOfOthers() {
    TestService service = TestService.running(configuration());
    String running = target(service);
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    for (int i = 0; i < 2 * Configurations.KEPT_UNUSED; i++) {
      service.pass(Duration.ofSeconds(1));
      service.configure(
          configuration()
              .with(configuration().kafka().withOverrides(Map.of("log.retention.hours", "" + i))));
    }

    assertThat(service.state().configurations().newestFirst())
        .extracting(StoredConfiguration::id)
        .hasSize(Configurations.KEPT_UNUSED + 2)
        .contains(running)
        .startsWith(target(service));
    assertThat(service.disk().recovery().configurations())
        .containsExactlyInAnyOrderElementsOf(service.state().configurations().byId().values());
  }
}
