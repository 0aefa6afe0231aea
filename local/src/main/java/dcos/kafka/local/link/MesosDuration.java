package dcos.kafka.local.link;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Durations as Mesos prints them: {@code 2secs}, {@code 1.5mins}, {@code 1weeks}. */
public final class MesosDuration {
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("weeks", Duration.ofDays(7));
    UNITS.put("days", Duration.ofDays(1));
    UNITS.put("hrs", Duration.ofHours(1));
    UNITS.put("mins", Duration.ofMinutes(1));
    UNITS.put("secs", Duration.ofSeconds(1));
    UNITS.put("ms", Duration.ofMillis(1));
  }

  private static final int DECIMALS = 9;

  private MesosDuration() {}

  /** In the largest unit of which it has at least one. */
  public static String text(Duration duration) {
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      if (duration.compareTo(unit.getValue()) >= 0) {
        return BigDecimal.valueOf(duration.toNanos())
                .divide(
                    BigDecimal.valueOf(unit.getValue().toNanos()), DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString()
            + unit.getKey();
      }
    }
    return duration.toNanos() + "ns";
  }
}
