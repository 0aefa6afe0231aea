package dcos.kafka.api.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The tokens that open the API. Only their hashes are kept, and comparing takes the same time
 * whichever is right.
 */
public final class Tokens {

  private final List<byte[]> hashes;

  private Tokens(List<byte[]> hashes) {
    this.hashes = hashes;
  }

  /**
   * Reads tokens from a file: one a line; empty lines and those that begin with {@code #} don't
   * count.
   *
   * @throws IOException when the file can't be read
   * @throws IllegalArgumentException when it holds no token, since nobody could use the API then
   */
  public static Tokens read(Path file) throws IOException {
    List<String> tokens =
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "The file " + file + " holds no token: write one a line into it.");
    }
    return of(tokens);
  }

  /** These tokens. */
  public static Tokens of(List<String> tokens) {
    return new Tokens(tokens.stream().map(Tokens::hash).toList());
  }

  /** Whether this is one of the tokens. */
  boolean contains(String token) {
    byte[] hash = hash(token);
    boolean found = false;
    for (byte[] known : hashes) {
      found |= MessageDigest.isEqual(known, hash);
    }
    return found;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
