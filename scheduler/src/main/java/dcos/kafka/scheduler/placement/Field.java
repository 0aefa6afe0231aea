package dcos.kafka.scheduler.placement;

import java.util.Optional;

/**
 * What of an agent a rule looks at.
 *
 * @param name {@code hostname} or {@code @hostname}, {@code @region}, {@code @zone}, else the name
 *     of an attribute
 */
public record Field(String name) {

  /**
   * A field by its name.
   *
   * @throws InvalidConstraintException when there can be no field of that name
   */
  public static Field of(String name) {
    Field field = new Field(name);
    if (name.isEmpty()) {
      throw new InvalidConstraintException("The name of the field is missing.");
    }
    if (name.startsWith("@") && !field.isHostname() && !field.isRegion() && !field.isZone()) {
      throw new InvalidConstraintException(
          "\"" + name + "\" is not one of @hostname, @region, @zone.");
    }
    return field;
  }

  /** The value that an agent has there, if it has one. */
  public Optional<String> at(Place place) {
    if (isHostname()) {
      return Optional.of(place.hostname());
    }
    if (isRegion()) {
      return place.region();
    }
    return isZone() ? place.zone() : Optional.ofNullable(place.attributes().get(name));
  }

  private boolean isHostname() {
    return name.equals("hostname") || name.equals("@hostname");
  }

  private boolean isRegion() {
    return name.equals("@region");
  }

  private boolean isZone() {
    return name.equals("@zone");
  }
}
