package dcos.kafka.api.testing;

import dcos.kafka.api.ApiServices;
import dcos.kafka.api.connection.BrokerEndpoints;
import dcos.kafka.api.connection.ConnectionService;
import dcos.kafka.api.debug.DebugService;
import dcos.kafka.api.debug.GateView;
import dcos.kafka.api.debug.OffersView;
import dcos.kafka.api.debug.ReservationView;
import dcos.kafka.api.events.EventView;
import dcos.kafka.api.health.HealthView;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.state.StateService;
import dcos.kafka.api.uninstall.UninstallService;
import dcos.kafka.api.uninstall.UninstallView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A service that answers what a test put into it. */
public final class FakeService
    implements ConnectionService, StateService, DebugService, UninstallService {

  public final FakeBrokers brokers = new FakeBrokers();
  public final FakePlans plans = new FakePlans();
  public final FakeConfigurations configurations = new FakeConfigurations();
  public final FakeTopics topics = new FakeTopics();
  public final List<EventView> events = new ArrayList<>();
  public final List<ReservationView> reservations = new ArrayList<>();
  public Optional<String> frameworkId;
  public BrokerEndpoints endpoints;
  public boolean suppressed;
  public HealthView health;
  public OffersView offers;
  public UninstallView extent;

  /** How it was uninstalled. */
  public final List<String> uninstalls = new ArrayList<>();

  public GateView gate;

  /** A service that has done nothing yet. */
  public FakeService() {
    reset();
  }

  /** As the resources want it. */
  public ApiServices services() {
    return new ApiServices(
        "kafka",
        brokers,
        plans,
        configurations,
        this,
        this,
        () -> health,
        this,
        () -> events,
        topics,
        this);
  }

  @Override
  public BrokerEndpoints brokers() {
    return endpoints;
  }

  @Override
  public String zookeeper() {
    return "master.mesos:2181/dcos-service-kafka";
  }

  @Override
  public boolean suppressed() {
    return suppressed;
  }

  @Override
  public Optional<String> frameworkId() {
    return frameworkId;
  }

  @Override
  public OffersView offers() {
    return offers;
  }

  @Override
  public GateView gate() {
    return gate;
  }

  @Override
  public CompletionStage<Outcome<String>> release(String id) {
    return CompletableFuture.completedStage(
        reservations.stream().anyMatch(row -> row.id().equals(id))
            ? Outcome.done(id)
            : Outcome.refused(Refusal.UNKNOWN, "There is no reservation " + id + "."));
  }

  @Override
  public UninstallView extent() {
    return extent;
  }

  @Override
  public CompletionStage<Outcome<UninstallView>> uninstall(
      boolean skipsLost, List<String> skippedAgents) {
    uninstalls.add((skipsLost ? "lost " : "") + skippedAgents);
    return CompletableFuture.completedStage(Outcome.done(extent));
  }

  @Override
  public List<ReservationView> reservations() {
    return reservations;
  }

  /** Forgets everything. */
  void reset() {
    brokers.reset();
    plans.reset();
    configurations.reset();
    topics.reset();
    events.clear();
    reservations.clear();
    frameworkId = Optional.empty();
    endpoints = new BrokerEndpoints(List.of(), List.of(), List.of());
    suppressed = false;
    health =
        HealthView.well("The scheduler is registered with Mesos, and nothing needs attention.");
    offers = new OffersView(false, List.of());
    uninstalls.clear();
    extent = new UninstallView("Nothing is there.", List.of(), 0, List.of(), List.of());
    gate = new GateView(true, true, Optional.empty(), Optional.empty(), List.of());
  }
}
