package dcos.kafka.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceNamesTest {

  @Test
  void followFromAPlainName() {
    ServiceNames names = ServiceNames.of("kafka");

    assertThat(names.role()).isEqualTo("kafka-role");
    assertThat(names.defaultPrincipal()).isEqualTo("kafka-principal");
    assertThat(names.zookeeperRoot()).isEqualTo("/dcos-service-kafka");
    assertThat(names.taskName(2)).isEqualTo("broker-2");
    assertThat(names.discoveryName(2)).isEqualTo("kafka-2-broker");
    assertThat(names.dns(2)).isEqualTo("kafka-2-broker.kafka.autoip.dcos.thisdcos.directory");
    assertThat(names.vipLabel()).isEqualTo("broker:9092");
    assertThat(names.vip()).isEqualTo("broker.kafka.l4lb.thisdcos.directory:9092");
  }

  @Test
  void haveNoSlashWhereTheServiceLivesInAFolder() {
    ServiceNames names = new ServiceNames("/team/kafka", "example.org", "vip.example.org");

    assertThat(names.frameworkName()).isEqualTo("/team/kafka");
    assertThat(names.role()).isEqualTo("team__kafka-role");
    assertThat(names.defaultPrincipal()).isEqualTo("team__kafka-principal");
    assertThat(names.zookeeperRoot()).isEqualTo("/dcos-service-team__kafka");
    assertThat(names.dns(0)).isEqualTo("kafka-0-broker.teamkafka.example.org");
    assertThat(names.vip()).isEqualTo("broker.teamkafka.vip.example.org:9092");
  }

  @Test
  void areTheSameWithAndWithoutTheLeadingSlash() {
    assertThat(ServiceNames.of("team/kafka").role())
        .isEqualTo(ServiceNames.of("/team/kafka").role());
  }
}
