package dcos.kafka.scheduler.broker;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is recorded of one broker; the plan is computed from it. Durable.
 *
 * @param id Kafka's broker id, from 0
 * @param reservationId the ledger's reservation that it lives on; empty before its first launch and
 *     while it is being replaced
 * @param retiringId the reservation that it lived on before it was replaced, kept until the new
 *     broker is registered
 * @param task the task that it was launched as last
 * @param begun the configuration that its step was begun for last
 * @param deployed the configuration with which it was complete last; a crash doesn't change it
 * @param request what an operator asked for and is not done yet
 * @param crashes how often it ended unasked
 * @param applied settings that Kafka took over without a restart, by Kafka's names; it keeps them
 *     in its ZooKeeper, where they win over what the broker is launched with
 */
public record Broker(
    int id,
    Optional<String> reservationId,
    Optional<String> retiringId,
    Optional<BrokerTask> task,
    Optional<String> begun,
    Optional<String> deployed,
    Optional<Request> request,
    Crashes crashes,
    SortedMap<String, String> applied) {

  public Broker {
    applied = Collections.unmodifiableSortedMap(new TreeMap<>(applied));
  }

  /**
   * What an operator, or a policy, asked for.
   *
   * @param kind what
   * @param reason who asked and why, a sentence
   * @param since when it was asked
   * @param forced whether the gate is to be passed over
   * @param taskId the task that it is about; done when that has ended
   */
  public record Request(Kind kind, String reason, Instant since, boolean forced, String taskId) {
    /** What can be asked for. */
    public enum Kind {
      /** Stop it and start it again where it is. */
      RESTART,
      /** Stop it, and start it on another reservation with an empty volume. */
      REPLACE
    }
  }

  /** A broker of which nothing is known but its id. */
  public static Broker unborn(int id) {
    return new Broker(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Crashes.NONE,
        new TreeMap<>());
  }

  /** The same with another task. */
  public Broker with(BrokerTask next) {
    return new Broker(
        id,
        reservationId,
        retiringId,
        Optional.of(next),
        begun,
        deployed,
        request,
        crashes,
        applied);
  }

  /** The same on a reservation. */
  public Broker on(String reservation) {
    return new Broker(
        id, Optional.of(reservation), retiringId, task, begun, deployed, request, crashes, applied);
  }

  /** The same without a reservation. */
  public Broker onNothing() {
    return new Broker(
        id, Optional.empty(), retiringId, task, begun, deployed, request, crashes, applied);
  }

  /** The same with its reservation set aside, to be released when its successor is registered. */
  public Broker retiring() {
    return new Broker(
        id, Optional.empty(), reservationId, task, begun, deployed, request, crashes, applied);
  }

  /** The same with nothing set aside. */
  public Broker retired() {
    return new Broker(
        id, reservationId, Optional.empty(), task, begun, deployed, request, crashes, applied);
  }

  /** The same, its step begun for a configuration. */
  public Broker begun(String configuration) {
    return new Broker(
        id,
        reservationId,
        retiringId,
        task,
        Optional.of(configuration),
        deployed,
        request,
        crashes,
        applied);
  }

  /** The same, complete with a configuration. */
  public Broker deployed(String configuration) {
    return new Broker(
        id,
        reservationId,
        retiringId,
        task,
        begun,
        Optional.of(configuration),
        request,
        crashes,
        applied);
  }

  /** The same with a request, in place of any earlier one. */
  public Broker requested(Request next) {
    return new Broker(
        id, reservationId, retiringId, task, begun, deployed, Optional.of(next), crashes, applied);
  }

  /** The same with nothing asked for. */
  public Broker served() {
    return new Broker(
        id, reservationId, retiringId, task, begun, deployed, Optional.empty(), crashes, applied);
  }

  /** The same with another history of crashes. */
  public Broker with(Crashes next) {
    return new Broker(id, reservationId, retiringId, task, begun, deployed, request, next, applied);
  }

  /** The same with other settings taken over. */
  public Broker applied(SortedMap<String, String> settings) {
    return new Broker(
        id, reservationId, retiringId, task, begun, deployed, request, crashes, settings);
  }

  /** Whether a task of this broker may be alive, so that nothing may take its place. */
  public boolean mayBeAlive() {
    return task.isPresent() && task.get().phase().mayBeAlive();
  }

  /** Whether it serves clients now, as far as Mesos tells. */
  public boolean serves() {
    return task.isPresent() && task.get().serves();
  }

  /** Whether it was ever launched. */
  public boolean launched() {
    return task.isPresent();
  }
}
