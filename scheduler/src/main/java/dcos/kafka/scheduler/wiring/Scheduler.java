package dcos.kafka.scheduler.wiring;

import dcos.kafka.api.ApiServices;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.mesos.scheduler.Credential;
import dcos.kafka.mesos.scheduler.SchedulerClient;
import dcos.kafka.mesos.scheduler.SchedulerClientOptions;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.setting.ConfigurationJson;
import dcos.kafka.scheduler.config.setting.InvalidSurroundingsException;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.engine.Engine;
import dcos.kafka.scheduler.engine.FrameworkInfos;
import dcos.kafka.scheduler.engine.MesosEvents;
import dcos.kafka.scheduler.engine.SteadyClock;
import dcos.kafka.scheduler.kafka.KafkaAdministration;
import dcos.kafka.scheduler.kafka.KafkaNodes;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.service.Brokers;
import dcos.kafka.scheduler.service.Commander;
import dcos.kafka.scheduler.service.Debugging;
import dcos.kafka.scheduler.service.PlanCommands;
import dcos.kafka.scheduler.service.Snapshots;
import dcos.kafka.scheduler.service.Uninstallation;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.store.ZooKeeperStore;
import io.dropwizard.lifecycle.Managed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler without its HTTP side: the core's engine, the store, the connection to Mesos, and
 * what is observed of Kafka. Events flow into the engine; its effects come back here to be carried
 * out.
 */
final class Scheduler implements Managed {

  private static final int EXIT_CODE = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  private final Surroundings surroundings;
  private final ConfigurationReading reading;
  private final ServiceNames names;
  private final CuratorFramework stateZooKeeper;
  private final ZooKeeperStore store;
  private final Engine engine;
  private final Commander commander;
  private final KafkaAdministration kafka;
  private final String kafkaZooKeeper;
  private final SchedulerClient mesos;
  private final ServiceConfiguration service;

  /** A framework that is gone, or never was, must not come to be in order to be removed. */
  private final boolean leavesMesosAlone;

  private Scheduler(
      Surroundings surroundings,
      ConfigurationReading reading,
      ServiceNames names,
      CuratorFramework stateZooKeeper,
      ZooKeeperStore store,
      Recovery recovery) {
    this.surroundings = surroundings;
    this.reading = reading;
    this.names = names;
    this.stateZooKeeper = stateZooKeeper;
    this.store = store;
    State begin = recovery.state(names);
    boolean uninstall = surroundings.uninstall() || begin.uninstall().isPresent();
    this.leavesMesosAlone = uninstall && !begin.isKnownToMesos();
    TargetConfiguration known = known(begin, reading, surroundings);
    this.service = known.service();
    this.kafkaZooKeeper = known.kafka().zookeeper();
    this.engine =
        new Engine(
            begin,
            store,
            this::carryOut,
            SteadyClock.system(),
            RandomGenerator.getDefault(),
            Scheduler::exit);
    this.kafka = new KafkaAdministration(kafkaZooKeeper, () -> waitingFor(engine.state()));
    this.commander = new Commander(engine::submit);
    this.mesos =
        SchedulerClient.create(
            options(surroundings.mesos(), service.principal()),
            new FencedMasters(masters(surroundings.mesos()), store::assertOwned, Scheduler::exit),
            new MesosEvents(engine::submit));
  }

  /**
   * Takes up what is recorded and puts the parts together; nothing runs yet.
   *
   * @param environment Kafka's options as the environment has them
   * @param name the service's name
   * @param app which app of Marathon's this is
   * @throws dcos.kafka.scheduler.store.StoreException when the records can't be read
   * @throws InvalidSurroundingsException when the secret can't be read, or the app had another name
   */
  static Scheduler wire(
      Surroundings surroundings,
      ConfigurationReading reading,
      Map<String, String> environment,
      String name,
      MarathonApp app) {
    ServiceNames names = surroundings.names(name);
    CuratorFramework curator = ZooKeepers.connect(surroundings.stateZookeeper());
    try {
      app.checkName(curator, names);
      ZooKeeperStore store =
          new ZooKeeperStore(curator, names.zookeeperRoot(), app.process(), environment);
      return new Scheduler(surroundings, reading, names, curator, store, store.open());
    } catch (RuntimeException e) {
      curator.close();
      throw e;
    }
  }

  /** What the service is, by its records; by its environment where there are none yet. */
  private static TargetConfiguration known(
      State begin, ConfigurationReading reading, Surroundings surroundings) {
    Optional<TargetConfiguration> recorded = begin.target().map(StoredConfiguration::configuration);
    if (recorded.isPresent()) {
      return recorded.get();
    }
    return reading instanceof ConfigurationReading.Valid valid
        ? valid.configuration()
        : TargetConfiguration.defaults(
            begin.names().frameworkName(), surroundings.stateZookeeper());
  }

  /** Why there is no broker to ask, for somebody who asks about topics. */
  private static String waitingFor(State state) {
    return Plans.current(state).phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .filter(step -> step.status() != PlanStatus.COMPLETE)
        .findFirst()
        .map(step -> step.message() + ".")
        .orElse("All steps of the plan are complete; the brokers' registrations are awaited.");
  }

  private static SchedulerClientOptions options(Surroundings.Mesos mesos, String principal) {
    SchedulerClientOptions usual = SchedulerClientOptions.defaults();
    return new SchedulerClientOptions(
        usual.format(),
        mesos.secretFile().map(file -> new Credential(principal, secret(file))),
        mesos.initialBackoff(),
        mesos.maxBackoff(),
        usual.maxRecordBytes());
  }

  private static MasterDetector masters(Surroundings.Mesos mesos) {
    try {
      return MasterDetector.of(mesos.master());
    } catch (IllegalArgumentException e) {
      throw new InvalidSurroundingsException("MESOS_MASTER: " + e.getMessage() + ".");
    }
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new InvalidSurroundingsException(
          "MESOS_SECRET_FILE names %s, which can't be read.".formatted(file));
    }
  }

  @Override
  public void start() {
    engine.start();
    engine.submit(new Event.Started("pid " + ProcessHandle.current().pid()));
    engine.submit(new Event.Configured(reading, surroundings.uninstall()));
    kafka.observer().start(seen -> engine.submit(new Event.KafkaObserved(seen)));
    if (leavesMesosAlone) {
      LOG.info("Being uninstalled, and nothing of the service is left in Mesos: not subscribing.");
      return;
    }
    mesos.start(
        FrameworkInfos.of(
            service, engine.state().frameworkId(), surroundings.mesos().failoverTimeout()),
        Set.of());
  }

  /**
   * Kafka's nodes first, since the records say where they are. On the core's thread, which has no
   * other work by then; a store that fails ends the process, as it always does. Kafka's nodes know
   * no fence, so that is asked first: they may be those of a service installed since.
   */
  private void removeState(boolean kafkas) {
    store.assertOwned();
    List<String> left = List.of();
    try {
      if (kafkas) {
        left = removeKafkas();
      }
    } catch (Exception e) { // Curator declares no narrower one.
      String error = "Kafka's at %s: %s.".formatted(kafkaZooKeeper, e.getMessage());
      engine.submit(new Event.StateRemoved(Optional.of(error), List.of()));
      return;
    }
    store.remove();
    engine.submit(new Event.StateRemoved(Optional.empty(), left));
  }

  private List<String> removeKafkas() throws Exception {
    int slash = kafkaZooKeeper.indexOf('/');
    String ensemble = slash < 0 ? kafkaZooKeeper : kafkaZooKeeper.substring(0, slash);
    String path = slash < 0 ? "" : kafkaZooKeeper.substring(slash).replaceAll("/+$", "");
    try (CuratorFramework curator = ZooKeepers.connect(ensemble)) {
      List<String> left = KafkaNodes.remove(curator, path);
      // What is beside our own records goes with them.
      boolean ours =
          path.equals(names.zookeeperRoot()) && ensemble.equals(surroundings.stateZookeeper());
      return ours ? List.of() : left;
    }
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Send send) {
      mesos.send(send.connection(), send.call());
    } else if (effect instanceof Effect.Suppressed suppressed) {
      mesos.suppressedRoles(suppressed.suppressed() ? Set.of(service.role()) : Set.of());
    } else if (effect instanceof Effect.Answer answer) {
      commander.answer(answer);
    } else if (effect instanceof Effect.RemoveState remove) {
      removeState(remove.kafkas());
    } else if (effect instanceof Effect.ApplySettings apply) {
      kafka
          .applySettings(apply.broker(), apply.set(), apply.removed())
          .thenAccept(
              error ->
                  engine.submit(
                      new Event.SettingsApplied(
                          apply.broker(), apply.set(), apply.removed(), error)));
    } else if (effect instanceof Effect.Exit exit) {
      exit(exit.reason());
    }
  }

  /** At once, without the usual farewell: whoever exits like this must not do anything more. */
  private static void exit(String reason) {
    System.err.println("The scheduler stops: " + reason);
    System.err.flush();
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  /** What the API asks of the service. */
  ApiServices services() {
    return new ApiServices(
        names.frameworkName(),
        new Brokers(engine::state, commander),
        new PlanCommands(engine::state, commander),
        Snapshots.configurations(engine::state, ConfigurationJson::toShow),
        Snapshots.connection(engine::state, kafkaZooKeeper),
        Snapshots.state(engine::state),
        Snapshots.health(engine::state),
        new Debugging(engine::state, commander),
        Snapshots.events(engine::journal),
        kafka.topics(),
        new Uninstallation(engine::state, commander, surroundings.stateZookeeper()));
  }

  @Override
  public void stop() {
    LOG.info("Stopping; brokers go on without the scheduler.");
    mesos.close();
    engine.close();
    kafka.close();
    stateZooKeeper.close();
  }
}
