package dcos.kafka.scheduler.core;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.Uninstall.Leak;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an uninstall leaves behind: on agents that an operator gave up, one by one, or all that stay
 * silent. It is taken out of the ledger and kept on record as a leak, so that whoever reads the
 * plan knows what is still reserved, and where.
 */
final class Leaving {

  /** An agent of which Mesos shows nothing for so long is lost, where lost ones are skipped. */
  static final Duration SILENCE = Duration.ofMinutes(5);

  private Leaving() {}

  /** Does not wait for these agents, given by id or host name; all of them or none. */
  static Outcome<List<String>> skip(Frame frame, List<String> agents) {
    Optional<Outcome<List<String>>> refusal = refusal(frame, agents);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    leave(
        frame,
        broker -> isOn(broker.task().orElseThrow(), agents),
        row -> agents.contains(row.agentId()) || agents.contains(row.hostname()),
        stray -> agents.contains(stray.agentId()) || agents.contains(stray.hostname()));
    return Outcome.done(List.of());
  }

  /** Why one of these agents can't be skipped, if so: it holds nothing, or it answers. */
  static Optional<Outcome<List<String>>> refusal(Frame frame, List<String> agents) {
    String before = frame.uninstall().isPresent() ? "" : "Nothing was done. ";
    for (Broker broker : frame.state().brokers().values()) {
      if (broker.mayBeAlive()
          && isOn(broker.task().orElseThrow(), agents)
          && broker.task().orElseThrow().phase() != TaskPhase.UNREACHABLE) {
        return Optional.of(
            Outcome.refused(
                Refusal.CONFLICT,
                "%sAgent %s answers Mesos, so broker-%d on it can be stopped like the others; don't skip it."
                    .formatted(before, broker.task().orElseThrow().hostname(), broker.id())));
      }
    }
    TreeSet<String> holders = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    frame
        .ledger()
        .reservations()
        .forEach(row -> add(row.agentId(), row.hostname(), names, holders));
    frame
        .ledger()
        .strays()
        .forEach(stray -> add(stray.agentId(), stray.hostname(), names, holders));
    for (String agent : agents) {
      if (!names.contains(agent)) {
        return Optional.of(
            Outcome.refused(
                Refusal.UNKNOWN,
                "%sThere is no agent \"%s\" with anything reserved; there are: %s."
                    .formatted(
                        before, agent, holders.isEmpty() ? "none" : String.join(", ", holders))));
      }
    }
    return Optional.empty();
  }

  private static boolean isOn(BrokerTask task, List<String> agents) {
    return agents.contains(task.agentId()) || agents.contains(task.hostname());
  }

  private static void add(String agentId, String hostname, Set<String> names, Set<String> holders) {
    names.add(agentId);
    names.add(hostname);
    holders.add(hostname);
  }

  /** Agents that were silent for long enough are not waited for any more, where that was said. */
  static void silent(Frame frame) {
    boolean skips = frame.uninstall().filter(u -> u.skipsLost() && !u.interrupted()).isPresent();
    if (skips && Uninstalling.isConnected(frame)) {
      Instant before = frame.now().minus(SILENCE);
      leave(
          frame,
          broker -> !broker.task().orElseThrow().since().isAfter(before),
          row -> row.state() == ReservationState.RELEASING && !row.since().isAfter(before),
          stray -> !stray.firstSeen().isAfter(before));
      frame.rolloutDirty();
    }
  }

  private static void leave(
      Frame frame,
      Predicate<Broker> unreachable,
      Predicate<Reservation> reserved,
      Predicate<Stray> strayed) {
    List<Leak> left = new ArrayList<>();
    for (int id : List.copyOf(frame.work().unreachable())) {
      Broker broker = frame.broker(id);
      if (broker.mayBeAlive() && unreachable.test(broker)) {
        frame.put(Replacing.givenUp(frame, broker, "when the service was uninstalled"));
        broker
            .reservationId()
            .flatMap(frame.ledger()::find)
            .ifPresent(home -> left.addAll(leave(frame, home)));
      }
    }
    for (Reservation reservation : List.copyOf(frame.ledger().reservations())) {
      if (reserved.test(reservation)) {
        left.addAll(leave(frame, reservation));
      }
    }
    for (Stray stray : List.copyOf(frame.ledger().strays())) {
      if (strayed.test(stray)) {
        left.add(
            new Leak(stray.resourceId(), stray.agentId(), stray.hostname(), stray.description()));
        frame.dropStray(stray.resourceId());
      }
    }
    if (!left.isEmpty()) {
      frame.put(frame.uninstall().orElseThrow().leaving(left));
      frame.note(
          "AGENT_SKIPPED",
          "Not waited for any more: "
              + left.stream()
                  .map(leak -> leak.description() + " on " + leak.hostname())
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static List<Leak> leave(Frame frame, Reservation reservation) {
    frame.dropReservation(reservation.id());
    return reservation.resources().stream()
        .map(
            row ->
                new Leak(
                    row.id(),
                    reservation.agentId(),
                    reservation.hostname(),
                    "%s of broker-%d%s"
                        .formatted(
                            row.part().resourceName(),
                            reservation.brokerId(),
                            row.volume().map(v -> " with volume " + v.id()).orElse(""))))
        .toList();
  }
}
