package dcos.kafka.scheduler.config.kafka;

import dcos.kafka.scheduler.config.KafkaConfiguration;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Keeps the passwords among Kafka's options out of the store. What is stored of one is its seal: a
 * salted hash, which tells whether the environment still holds the same password, and is of no
 * other use. So a restarted scheduler knows whether a password has changed, and takes the password
 * itself from its environment, where it is at home.
 */
public final class Passwords {

  private static final String MARK = "[sealed]";

  /** Some 10 ms for each guess, and for each password at the start of the scheduler. */
  private static final int ROUNDS = 10_000;

  private static final int BITS = 256;

  private static final Pattern SEAL =
      Pattern.compile(Pattern.quote(MARK) + " (\\d{1,7}) ([\\w+/=]+) ([\\w+/=]+)");

  private Passwords() {}

  /**
   * The options with a seal in place of each password.
   *
   * @param salts 16 random bytes for each
   */
  public static SortedMap<String, String> sealed(
      Map<String, String> options, Supplier<byte[]> salts) {
    SortedMap<String, String> result = new TreeMap<>(options);
    result.replaceAll(
        (name, value) ->
            KafkaOptions.shipped().secret(name) && !isSealed(value)
                ? seal(value, ROUNDS, salts.get())
                : value);
    return result;
  }

  /**
   * The options with the password itself in place of each seal that fits what the environment has
   * now. Other seals stay: that password has changed.
   *
   * @param environment Kafka's options by their names
   */
  public static SortedMap<String, String> opened(
      Map<String, String> options, Map<String, String> environment) {
    SortedMap<String, String> result = new TreeMap<>(options);
    result.replaceAll(
        (name, value) -> {
          String now = environment.getOrDefault(name, "");
          return isSealed(value) && fits(value, now) ? now : value;
        });
    return result;
  }

  /** Options whose password nobody knows any more: a broker can't be started with these. */
  public static List<String> unknown(KafkaConfiguration kafka) {
    return kafka.overrides().entrySet().stream()
        .filter(option -> isSealed(option.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isSealed(String value) {
    return value.startsWith(MARK);
  }

  private static boolean fits(String seal, String password) {
    Matcher parts = SEAL.matcher(seal);
    return parts.matches()
        && !password.isEmpty()
        && MessageDigest.isEqual(
            Base64.getDecoder().decode(parts.group(3)),
            hash(
                password,
                Integer.parseInt(parts.group(1)),
                Base64.getDecoder().decode(parts.group(2))));
  }

  private static String seal(String password, int rounds, byte[] salt) {
    Base64.Encoder text = Base64.getEncoder();
    return "%s %d %s %s"
        .formatted(
            MARK,
            rounds,
            text.encodeToString(salt),
            text.encodeToString(hash(password, rounds, salt)));
  }

  private static byte[] hash(String password, int rounds, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has PBKDF2", e);
    }
  }
}
