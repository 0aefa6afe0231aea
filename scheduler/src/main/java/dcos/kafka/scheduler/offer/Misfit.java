package dcos.kafka.scheduler.offer;

import java.time.Instant;
import java.util.Locale;

/**
 * Why an offer does not serve a waiting broker. Each has a {@link #code} for programs and a {@link
 * #sentence} with the figures for people.
 */
public sealed interface Misfit {

  /** A stable name for programs. */
  String code();

  /** The reason for people. */
  String sentence();

  /**
   * Too little of something.
   *
   * @param resource {@code cpus}, {@code mem} or {@code disk}
   * @param needed how much is needed, in CPUs or MB
   * @param offered how much the offer has unreserved
   */
  record TooLittle(String resource, double needed, double offered) implements Misfit {
    @Override
    public String code() {
      return "NOT_ENOUGH_" + resource.toUpperCase(Locale.ROOT);
    }

    @Override
    public String sentence() {
      return "needs %s of %s, and the offer has %s unreserved"
          .formatted(plain(needed), resource, plain(offered));
    }
  }

  /**
   * Resources that an operator reserved for the service's role by hand. They can't be labelled, so
   * nothing would tell one broker's from another's, and they are not used.
   *
   * @param resource {@code cpus}, {@code mem} or {@code disk}
   * @param amount how much the offer has of it
   */
  record StaticallyReserved(String resource, double amount) implements Misfit {
    @Override
    public String code() {
      return "STATICALLY_RESERVED";
    }

    @Override
    public String sentence() {
      return "%s of %s there are reserved statically for the role, which the service does not use"
          .formatted(plain(amount), resource);
    }
  }

  /**
   * No MOUNT disk that is large enough.
   *
   * @param neededMb how much is needed
   * @param largestMb the largest that is offered; 0 when there is none
   */
  record NoMountDisk(double neededMb, double largestMb) implements Misfit {
    @Override
    public String code() {
      return "NO_MOUNT_DISK";
    }

    @Override
    public String sentence() {
      return "needs a MOUNT disk of %s MB or more, and the largest free one offered has %s MB"
          .formatted(plain(neededMb), plain(largestMb));
    }
  }

  /**
   * The one port that would do is not offered.
   *
   * @param port the port
   */
  record PortTaken(int port) implements Misfit {
    @Override
    public String code() {
      return "PORT_TAKEN";
    }

    @Override
    public String sentence() {
      return "needs port " + port + ", which is not free on this agent (or not among its ports)";
    }
  }

  /**
   * No port of a range is offered.
   *
   * @param first the lowest port that would do
   * @param last the highest
   */
  record NoPort(int first, int last) implements Misfit {
    @Override
    public String code() {
      return "NO_PORT";
    }

    @Override
    public String sentence() {
      return "needs a port of %d-%d, and none of them is offered".formatted(first, last);
    }
  }

  /**
   * The placement rules forbid this agent.
   *
   * @param rule which rule, and what stands against it
   */
  record Misplaced(String rule) implements Misfit {
    @Override
    public String code() {
      return "PLACEMENT";
    }

    @Override
    public String sentence() {
      return rule;
    }
  }

  /**
   * The agent is about to go into maintenance.
   *
   * @param from when it may become unavailable
   */
  record Maintained(Instant from) implements Misfit {
    @Override
    public String code() {
      return "MAINTENANCE";
    }

    @Override
    public String sentence() {
      return "maintenance of this agent is planned from " + from;
    }
  }

  /**
   * The broker's reservation and volume are on another agent.
   *
   * @param hostname of that agent
   */
  record LivesElsewhere(String hostname) implements Misfit {
    @Override
    public String code() {
      return "LIVES_ELSEWHERE";
    }

    @Override
    public String sentence() {
      return "its reservation and volume are on " + hostname + ", so only that agent will do";
    }
  }

  /**
   * The agent is the broker's, but not all that is reserved for it is in the offer.
   *
   * @param missing what is missing
   */
  record NotYetFree(String missing) implements Misfit {
    @Override
    public String code() {
      return "RESERVED_NOT_OFFERED";
    }

    @Override
    public String sentence() {
      return "on its agent, but of its reservation the offer lacks "
          + missing
          + " (the ended task's executor may still hold it)";
    }
  }

  private static String plain(double amount) {
    return amount == Math.rint(amount) && Math.abs(amount) < 1e15
        ? Long.toString((long) amount)
        : Double.toString(amount);
  }
}
