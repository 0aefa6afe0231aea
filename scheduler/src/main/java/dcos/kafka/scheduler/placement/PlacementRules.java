package dcos.kafka.scheduler.placement;

import java.util.Collection;
import java.util.List;

/**
 * All rules of a constraint; a broker may be where none of them objects.
 *
 * @param all the rules, in the order in which they were written
 */
public record PlacementRules(List<PlacementRule> all) {

  /** Keeps a copy that nobody can change. */
  public PlacementRules {
    all = List.copyOf(all);
  }

  /**
   * The rules of a constraint in Marathon's syntax: {@code [["hostname","UNIQUE"],…]}, {@code
   * ["hostname","UNIQUE"]} or {@code hostname:UNIQUE,rack:LIKE:r-.*}; none when it is empty. In the
   * last form a comma or colon that belongs to a value has a backslash before it, though a colon
   * needs none after the second.
   *
   * @throws InvalidConstraintException when it can't be understood
   */
  public static PlacementRules parse(String constraint) {
    return new PlacementRules(ConstraintSyntax.parse(constraint));
  }

  /**
   * What is against a broker on an agent.
   *
   * @param candidate the agent
   * @param others the agents of all other brokers, one entry for each broker
   * @return nothing when it may be there
   */
  public List<Objection> objections(Place candidate, Collection<Place> others) {
    return all.stream().flatMap(rule -> rule.objection(candidate, others).stream()).toList();
  }
}
