package dcos.kafka.executor.metrics;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * The numbers that a broker and its JVM show by JMX, under names for StatsD: {@code
 * <prefix>.kafka.server.ReplicaManager.UnderReplicatedPartitions} is the attribute {@code Value} of
 * {@code kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions}. After domain, type and
 * name come the values of the other keys, ascending by key, and the attribute unless it is {@code
 * Value}.
 *
 * <p>How many there are must not depend on what users do with the cluster. So what there is for
 * each topic, partition, client or user is left out, and so is what can be worked out of the rest.
 */
final class MetricBeans {
  private static final Set<String> UNBOUNDED = Set.of("topic", "partition", "client-id", "user");

  private static final Set<String> LEFT_OUT =
      Set.of(
          "FiveMinuteRate",
          "FifteenMinuteRate",
          "MeanRate",
          "Min",
          "StdDev",
          "50thPercentile",
          "75thPercentile",
          "95thPercentile",
          "98thPercentile",
          "999thPercentile");

  private final MBeanServerConnection server;
  private final String prefix;

  /**
   * @param server where they are
   * @param prefix of all names, without a dot at its end
   */
  MetricBeans(MBeanServerConnection server, String prefix) {
    this.server = server;
    this.prefix = prefix;
  }

  /** All numbers of now, by name. */
  SortedMap<String, Number> read() throws IOException {
    SortedMap<String, Number> values = new TreeMap<>();
    for (ObjectName bean : server.queryNames(null, null)) {
      if (isOfInterest(bean)) {
        try {
          read(bean, values);
        } catch (JMException | RuntimeException e) {
          // It has just gone, or fails to tell of itself. The others do.
          continue;
        }
      }
    }
    return values;
  }

  private static boolean isOfInterest(ObjectName bean) {
    boolean ours =
        bean.getDomain().startsWith("kafka.")
            || (bean.getDomain().equals("java.lang")
                && !"MemoryPool".equals(bean.getKeyProperty("type")));
    return ours && UNBOUNDED.stream().noneMatch(key -> bean.getKeyProperty(key) != null);
  }

  private void read(ObjectName bean, SortedMap<String, Number> values)
      throws JMException, IOException {
    Map<String, Number> found = new HashMap<>();
    for (Attribute attribute : server.getAttributes(bean, readable(bean)).asList()) {
      add(clean(attribute.getName()), attribute.getValue(), found);
    }
    if (isIdleRequest(bean, found)) {
      return;
    }
    String name = prefix + "." + name(bean);
    found.forEach(
        (attribute, value) ->
            values.put(attribute.equals("Value") ? name : name + "." + attribute, value));
  }

  private String[] readable(ObjectName bean) throws JMException, IOException {
    return Arrays.stream(server.getMBeanInfo(bean).getAttributes())
        .filter(MBeanAttributeInfo::isReadable)
        .map(MBeanAttributeInfo::getName)
        .filter(attribute -> !LEFT_OUT.contains(attribute))
        .toArray(String[]::new);
  }

  private static void add(String name, Object value, Map<String, Number> found) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      found.put(name, number);
    } else if (value instanceof CompositeData parts && name.endsWith("MemoryUsage")) {
      for (String part : parts.getCompositeType().keySet()) {
        add(name + "." + part, parts.get(part), found);
      }
    }
  }

  /** There are ten for each kind of request, and most kinds are never used. */
  private static boolean isIdleRequest(ObjectName bean, Map<String, Number> found) {
    return "RequestMetrics".equals(bean.getKeyProperty("type"))
        && found.containsKey("Count")
        && found.get("Count").longValue() == 0;
  }

  private static String name(ObjectName bean) {
    StringBuilder name = new StringBuilder(bean.getDomain());
    SortedMap<String, String> keys = new TreeMap<>(bean.getKeyPropertyList());
    for (String first : new String[] {"type", "name"}) {
      if (keys.containsKey(first)) {
        name.append('.').append(clean(keys.remove(first)));
      }
    }
    keys.values().forEach(value -> name.append('.').append(clean(value)));
    return name.toString();
  }

  /** Without what means something else to StatsD, or to those who read paths of names. */
  private static String clean(String part) {
    return part.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
