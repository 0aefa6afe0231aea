package dcos.kafka.local.router;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who may pass: gives out tokens for the one user's password, and knows them again. Tokens are good
 * until the router ends. Safe for use by several threads.
 */
final class Logins {
  private static final int TOKEN_BYTES = 24;
  private static final int MAX_TOKENS = 1_000;
  private static final String SCHEME = "token=";

  private final SecureRandom random = new SecureRandom();
  private final Credentials user;
  private final List<byte[]> tokens = new CopyOnWriteArrayList<>();

  Logins(Credentials user) {
    this.user = user;
  }

  /** A new token, when the password is right. */
  Optional<String> login(String uid, String password) {
    // Both are compared, whatever the first says, so that the time tells nothing.
    boolean rightUser = same(uid, user.uid());
    boolean rightPassword = same(password, user.password());
    if (!rightUser || !rightPassword) {
      return Optional.empty();
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    synchronized (tokens) {
      if (tokens.size() == MAX_TOKENS) {
        tokens.remove(0);
      }
      tokens.add(token.getBytes(StandardCharsets.UTF_8));
    }
    return Optional.of(token);
  }

  /** Whether an {@code Authorization} header carries one of our tokens. */
  boolean accepts(String authorization) {
    if (!authorization.startsWith(SCHEME)) {
      return false;
    }
    byte[] given = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    boolean known = false;
    for (byte[] token : tokens) {
      known |= MessageDigest.isEqual(token, given);
    }
    return known;
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
