package dcos.kafka.executor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MetricBeansTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();

  private void bean(String name, Map<String, Object> attributes) throws JMException {
    server.registerMBean(new Bean(attributes), new ObjectName(name));
  }

  private Map<String, Number> read() throws Exception {
    return new MetricBeans(server, "kafka.broker-0").read();
  }

  @Test
  void namesAGaugeAfterTypeAndName() throws Exception {
    bean("kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions", Map.of("Value", 2));

    assertThat(read())
        .containsExactly(
            entry("kafka.broker-0.kafka.server.ReplicaManager.UnderReplicatedPartitions", 2));
  }

  @Test
  void tellsOfARateAndADistributionWhatCanNotBeWorkedOutOfTheRest() throws Exception {
    bean(
        "kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec",
        Map.of("Count", 7L, "OneMinuteRate", 0.5, "FiveMinuteRate", 0.1, "RateUnit", "SECONDS"));
    bean(
        "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce",
        Map.of("Count", 7L, "Mean", 1.5, "99thPercentile", 9.0, "75thPercentile", 3.0));

    assertThat(read())
        .containsOnly(
            entry("kafka.broker-0.kafka.server.BrokerTopicMetrics.BytesInPerSec.Count", 7L),
            entry(
                "kafka.broker-0.kafka.server.BrokerTopicMetrics.BytesInPerSec.OneMinuteRate", 0.5),
            entry("kafka.broker-0.kafka.network.RequestMetrics.TotalTimeMs.Produce.Count", 7L),
            entry("kafka.broker-0.kafka.network.RequestMetrics.TotalTimeMs.Produce.Mean", 1.5),
            entry(
                "kafka.broker-0.kafka.network.RequestMetrics.TotalTimeMs.Produce.99thPercentile",
                9.0));
  }

  @Test
  void leavesOutWhatGrowsWithTopicsClientsAndUnusedRequests() throws Exception {
    bean("kafka.log:type=Log,name=Size,topic=t,partition=0", Map.of("Value", 1));
    bean("kafka.server:type=Produce,client-id=c", Map.of("byte-rate", 1.0));
    bean("kafka.network:type=RequestMetrics,name=TotalTimeMs,request=X", Map.of("Count", 0L));
    bean("org.example:type=Other", Map.of("Value", 1));

    assertThat(read()).isEmpty();
  }

  @Test
  void keepsNamesToOnePathAndLeavesOutWhatIsNoNumber() throws Exception {
    bean(
        "kafka.server:type=socket-server-metrics,networkProcessor=1,listener=\"a.b:c\"",
        Map.of("connection-count", 3.0, "io ratio", Double.NaN, "name", "x"));

    assertThat(read())
        .containsExactly(
            entry(
                "kafka.broker-0.kafka.server.socket-server-metrics._a_b_c_.1.connection-count",
                3.0));
  }

  @Test
  void goesOnWhenABeanFails() throws Exception {
    bean("kafka.server:type=A", Map.of("Value", new RuntimeException("gone")));
    bean("kafka.server:type=B", Map.of("Value", 1));

    assertThat(read()).containsExactly(entry("kafka.broker-0.kafka.server.B", 1));
  }

  @Test
  void tellsOfTheJvm() throws Exception {
    assertThat(new MetricBeans(ManagementFactory.getPlatformMBeanServer(), "p").read())
        .containsKeys(
            "p.java.lang.Memory.HeapMemoryUsage.used",
            "p.java.lang.Threading.ThreadCount",
            "p.java.lang.OperatingSystem.ProcessCpuLoad");
  }

  /** Attributes that are exceptions are thrown. */
  private record Bean(Map<String, Object> attributes) implements DynamicMBean {
    @Override
    public Object getAttribute(String name) {
      return attributes.get(name);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
      AttributeList found = new AttributeList();
      for (String name : names) {
        if (getAttribute(name) instanceof RuntimeException failure) {
          throw failure;
        }
        found.add(new Attribute(name, getAttribute(name)));
      }
      return found;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
      MBeanAttributeInfo[] infos =
          attributes.keySet().stream()
              .map(name -> new MBeanAttributeInfo(name, "", "", true, false, false))
              .toArray(MBeanAttributeInfo[]::new);
      return new MBeanInfo("Bean", "", infos, null, null, null);
    }

    @Override
    public void setAttribute(Attribute attribute) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(String name, Object[] parameters, String[] signature) {
      throw new UnsupportedOperationException();
    }
  }
}
