package dcos.kafka.mesos.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * What a framework authenticates with, by HTTP's Basic scheme.
 *
 * @param principal must equal {@code FrameworkInfo.principal} where that is set
 */
public record Credential(String principal, String secret) {
  /** Value of the header Authorization. */
  String authorization() {
    byte[] pair = (principal + ":" + secret).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "Credential[principal=" + principal + ", secret=***]";
  }
}
