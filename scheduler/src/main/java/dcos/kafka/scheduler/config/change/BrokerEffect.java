package dcos.kafka.scheduler.config.change;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has to happen to a broker that runs, so that it is as it should be. */
public sealed interface BrokerEffect {

  /** It is as it should be. */
  record Nothing() implements BrokerEffect {}

  /**
   * Kafka takes it over while running: per-broker configurations through AdminClient.
   *
   * @param set values to set by Kafka's names
   * @param removed names of those set earlier that have to go, so that what the broker was launched
   *     with counts again
   */
  record Dynamic(SortedMap<String, String> set, SortedSet<String> removed) implements BrokerEffect {

    /** Keeps copies that nobody can change. */
    public Dynamic {
      set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
      removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }

    /** From any map and set. */
    public static Dynamic of(Map<String, String> set, Set<String> removed) {
      return new Dynamic(new TreeMap<>(set), new TreeSet<>(removed));
    }
  }

  /**
   * It has to be restarted with the resources that it has.
   *
   * @param because what it can't take over while running, ascending by path
   */
  record Restart(List<Difference> because) implements BrokerEffect {

    /** Keeps a copy that nobody can change. */
    public Restart {
      because = List.copyOf(because);
    }
  }

  /**
   * It has to be restarted with more of its agent's CPUs or memory, for itself or for its executor:
   * the difference has to be reserved there first.
   *
   * @param because all that it can't take over while running, ascending by path; at least one of
   *     them is about resources
   */
  record Resize(List<Difference> because) implements BrokerEffect {

    /** Keeps a copy that nobody can change. */
    public Resize {
      because = List.copyOf(because);
    }
  }
}
