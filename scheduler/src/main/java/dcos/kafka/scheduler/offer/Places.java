package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.placement.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Unavailability;

/** An offer's agent, as placement looks at it. */
public final class Places {

  /** A new broker needs time to copy its data, and should be of use for a while then. */
  private static final Duration SOON = Duration.ofHours(2);

  private Places() {}

  /** The place that an offer is of. */
  public static Place of(Offer offer) {
    Map<String, String> attributes = new TreeMap<>();
    for (Attribute attribute : offer.getAttributesList()) {
      attributes.put(attribute.getName(), text(attribute));
    }
    DomainInfo.FaultDomain domain = offer.getDomain().getFaultDomain();
    return new Place(
        offer.getHostname(),
        attributes,
        Optional.of(domain.getRegion().getName()).filter(name -> !name.isEmpty()),
        Optional.of(domain.getZone().getName()).filter(name -> !name.isEmpty()));
  }

  /**
   * Why nobody should settle on an offer's agent now; empty when nothing is planned for it soon.
   */
  public static Optional<Misfit> maintained(Offer offer, Instant now) {
    if (!offer.hasUnavailability()) {
      return Optional.empty();
    }
    Unavailability planned = offer.getUnavailability();
    Instant from = Instant.EPOCH.plusNanos(planned.getStart().getNanoseconds());
    boolean over =
        planned.hasDuration()
            && !from.plusNanos(planned.getDuration().getNanoseconds()).isAfter(now);
    return from.minus(SOON).isAfter(now) || over
        ? Optional.empty()
        : Optional.of(new Misfit.Maintained(from));
  }

  /** A value as Mesos writes it (docs/attributes-resources.md). */
  private static String text(Attribute attribute) {
    return switch (attribute.getType()) {
      case TEXT -> attribute.getText().getValue();
      case SCALAR -> {
        double value = attribute.getScalar().getValue();
        yield value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
      }
      case RANGES ->
          attribute.getRanges().getRangeList().stream()
              .map(range -> range.getBegin() + "-" + range.getEnd())
              .collect(Collectors.joining(",", "[", "]"));
      case SET ->
          attribute.getSet().getItemList().stream().collect(Collectors.joining(",", "{", "}"));
    };
  }
}
