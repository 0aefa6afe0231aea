package dcos.kafka.scheduler.core;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.offer.OfferedResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/**
 * What carries the service's label and is in no row of the ledger. It is written down when an offer
 * shows it first, and released by rule: without a volume after a grace time; a volume of an earlier
 * installation after a longer one; a volume of the present installation only when an operator says
 * so; anything at once when an operator says so, or when the service is being uninstalled. Its
 * record stays until it is known to be gone.
 */
final class Strays {

  /** How long a stray reservation is left alone, in case somebody is about to claim it. */
  private static final Duration STRAY_GRACE = Duration.ofMinutes(5);

  /** How long a volume of an earlier installation is left alone: somebody may miss its data. */
  private static final Duration FORMER_VOLUME_GRACE = Duration.ofMinutes(15);

  private final Frame frame;
  private final Books books;

  Strays(Frame frame, Books books) {
    this.frame = frame;
    this.books = books;
  }

  /** Writes down what an offer shows; returns whether it is being released. */
  boolean isReleased(
      Offer offer, String resourceId, Resource resource, List<Operation> operations) {
    Stray stray =
        frame
            .ledger()
            .stray(resourceId)
            .map(known -> seen(offer, known))
            .orElseGet(() -> found(offer, resourceId, resource));
    if (releasableAt(frame, stray).filter(at -> !frame.now().isBefore(at)).isEmpty()) {
      return false;
    }
    books.release(List.of(resource), resourceId, operations);
    return true;
  }

  /** An agent that was removed may be back under another id. */
  private Stray seen(Offer offer, Stray known) {
    Stray seen = known.on(offer.getAgentId().getValue(), offer.getHostname());
    if (!seen.equals(known)) {
      frame.put(seen);
    }
    return seen;
  }

  private Stray found(Offer offer, String resourceId, Resource resource) {
    Stray stray =
        new Stray(
            resourceId,
            offer.getAgentId().getValue(),
            offer.getHostname(),
            describe(resource),
            resource.getDisk().hasPersistence(),
            frame.now(),
            OfferedResources.label(resource, OfferedResources.FRAMEWORK_ID),
            Optional.empty());
    frame.put(stray);
    frame
        .uninstall()
        .filter(u -> u.leaks().stream().anyMatch(leak -> leak.resourceId().equals(resourceId)))
        .ifPresent(u -> frame.put(u.found(Set.of(resourceId))));
    frame.note(
        "STRAY_FOUND",
        "%s on %s is labelled as this service's and is in no record (resource_id %s); %s."
            .formatted(
                stray.description(),
                stray.hostname(),
                resourceId,
                releasableAt(frame, stray)
                    .map(
                        at ->
                            at.isAfter(frame.now()) ? "it is released at " + at : "it is released")
                    .orElse("it is kept until an operator has it released")));
    return stray;
  }

  /** From when on a stray is released when an offer shows it; empty when only if somebody asks. */
  private static Optional<Instant> releasableAt(Frame frame, Stray stray) {
    if (frame.uninstall().isPresent()) {
      return Optional.of(stray.firstSeen());
    }
    if (stray.asked().isPresent()) {
      return stray.asked();
    }
    if (!stray.volume()) {
      return Optional.of(stray.firstSeen().plus(STRAY_GRACE));
    }
    return isOfEarlierInstallation(frame, stray)
        ? Optional.of(stray.firstSeen().plus(FORMER_VOLUME_GRACE))
        : Optional.empty();
  }

  /**
   * Whether a framework reserved it that isn't this one, nor one that anything in the ledger is
   * from: a service that had to register anew keeps what it had.
   */
  private static boolean isOfEarlierInstallation(Frame frame, Stray stray) {
    return stray.frameworkId().isPresent()
        && !stray.frameworkId().equals(frame.state().frameworkId())
        && frame.ledger().reservations().stream()
            .noneMatch(reservation -> reservation.frameworkId().equals(stray.frameworkId()));
  }

  /** Whether a stray may be released, and may since {@code hopefulSince} at the earliest. */
  static boolean anyReleasable(Frame frame, Instant hopefulSince) {
    return frame.ledger().strays().stream()
        .flatMap(stray -> releasableAt(frame, stray).stream())
        .anyMatch(at -> at.isAfter(hopefulSince) && !at.isAfter(frame.now()));
  }

  /** When the next stray may be released that may not yet. */
  static Optional<Instant> nextReleasable(Frame frame) {
    return frame.ledger().strays().stream()
        .flatMap(stray -> releasableAt(frame, stray).stream())
        .filter(at -> at.isAfter(frame.now()))
        .min(Comparator.naturalOrder());
  }

  /** An operator wants a stray released. */
  static Outcome<List<String>> ask(Frame frame, String resourceId) {
    Optional<Stray> stray = frame.ledger().stray(resourceId);
    if (stray.isPresent()) {
      frame.put(stray.get().asked(frame.now()));
      frame.note(
          "RELEASE_REQUESTED",
          "An operator had %s on %s released (resource_id %s)."
              .formatted(stray.get().description(), stray.get().hostname(), resourceId));
      return Outcome.done(List.of());
    }
    return frame
        .ledger()
        .ofResource(resourceId)
        .map(
            row ->
                Outcome.<List<String>>refused(
                    Refusal.CONFLICT,
                    "%s is in the ledger, for broker-%d; replace that broker to get rid of it."
                        .formatted(resourceId, row.brokerId())))
        .orElseGet(
            () ->
                Outcome.refused(
                    Refusal.UNKNOWN,
                    "There is no reservation "
                        + resourceId
                        + "; GET /v1/debug/reservations lists those that there are."));
  }

  /** Mesos has unreserved a stray. */
  static void released(Frame frame, String resourceId) {
    frame
        .ledger()
        .stray(resourceId)
        .ifPresent(
            stray -> {
              frame.dropStray(resourceId);
              frame.rolloutDirty();
              frame.note(
                  "STRAY_RELEASED",
                  "Released %s on %s, which nobody claimed."
                      .formatted(stray.description(), stray.hostname()));
            });
  }

  /** Strays that an agent had, and that its offer doesn't show any more. */
  void lacking(Offer offer, OfferedResources offered) {
    if (frame.ledger().strays().isEmpty()) {
      return;
    }
    for (Stray stray : List.copyOf(frame.ledger().strays())) {
      if (stray.agentId().equals(offer.getAgentId().getValue())
          && !offered.reserved().containsKey(stray.resourceId())
          && books.isLongSince(stray.asked().orElse(stray.firstSeen()))) {
        released(frame, stray.resourceId());
      }
    }
  }

  private static String describe(Resource resource) {
    String amount =
        resource.hasScalar()
            ? Double.toString(resource.getScalar().getValue())
            : resource.getRanges().getRangeList().stream()
                .map(range -> range.getBegin() + "-" + range.getEnd())
                .collect(Collectors.joining(","));
    return resource.getName()
        + " "
        + amount
        + (resource.getDisk().hasPersistence()
            ? " with volume " + resource.getDisk().getPersistence().getId()
            : "");
  }
}
