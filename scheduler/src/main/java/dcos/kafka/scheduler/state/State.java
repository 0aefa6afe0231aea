package dcos.kafka.scheduler.state;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.ledger.Ledger;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * Everything that the core knows. An immutable value: a frame makes a new one, and whoever reads
 * (the API) reads the one that was published last.
 *
 * <p>{@code frameworkId} to {@code uninstall} are durable; the rest begins anew with each start.
 *
 * @param names the service's names
 * @param frameworkId the framework's id; empty before the first registration
 * @param configurations those that were accepted
 * @param brokers by id, all that are or were wanted
 * @param ledger every reservation
 * @param rollout what is worked towards; empty before the first valid configuration
 * @param uninstall that it is being uninstalled; empty while it isn't
 * @param work which brokers are in which situation
 * @param session how things stand with Mesos
 * @param kafka what was seen of Kafka last
 * @param outcomes why the last offers were not taken, oldest first
 * @param timers what is to be looked at again
 */
public record State(
    ServiceNames names,
    Optional<String> frameworkId,
    Configurations configurations,
    TreePMap<Integer, Broker> brokers,
    Ledger ledger,
    Optional<Rollout> rollout,
    Optional<Uninstall> uninstall,
    Work work,
    Session session,
    ClusterObservation kafka,
    TreePVector<OfferOutcome> outcomes,
    Timers timers) {

  /** A service of which nothing is recorded. */
  public static State empty(ServiceNames names) {
    return new State(
        names,
        Optional.empty(),
        Configurations.NONE,
        TreePMap.empty(),
        Ledger.empty(),
        Optional.empty(),
        Optional.empty(),
        Work.NONE,
        Session.NONE,
        ClusterObservation.nothing(),
        TreePVector.empty(),
        Timers.none());
  }

  /** The target configuration; empty before the first valid one. */
  public Optional<StoredConfiguration> target() {
    return rollout.flatMap(r -> configurations.find(r.configurationId()));
  }

  /** What the target asks for; only where there is one. */
  public TargetConfiguration targetConfiguration() {
    return target().orElseThrow().configuration();
  }

  /** The name that reservations are labelled with. */
  public String serviceName() {
    return target()
        .map(stored -> stored.configuration().service().name())
        .orElseGet(names::frameworkName);
  }

  /** Whether Mesos holds anything of the service, as far as is recorded. */
  public boolean isKnownToMesos() {
    boolean gone = uninstall.filter(u -> u.stage() != Uninstall.Stage.RELEASING).isPresent();
    return !gone && (frameworkId.isPresent() || !ledger.isEmpty());
  }

  /** The broker of that id; empty when none is or was wanted. */
  public Optional<Broker> broker(int id) {
    return Optional.ofNullable(brokers.get(id));
  }

  /** Whether a broker's step of the rollout is complete. */
  public boolean isComplete(Broker broker) {
    return rollout.isPresent()
        && broker.deployed().equals(Optional.of(rollout.get().configurationId()));
  }

  /** Whether a broker's step of the rollout was begun. */
  public boolean isBegun(Broker broker) {
    return rollout.isPresent()
        && broker.begun().equals(Optional.of(rollout.get().configurationId()));
  }
}
