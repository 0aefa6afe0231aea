package dcos.kafka.local.router;

/**
 * The one user that may log in.
 *
 * @param uid their name
 * @param password theirs
 */
public record Credentials(String uid, String password) {
  @Override
  public String toString() {
    return "Credentials[" + uid + "]";
  }
}
