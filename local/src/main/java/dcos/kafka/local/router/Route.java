package dcos.kafka.local.router;

import java.net.URI;
import java.util.Comparator;
import java.util.Optional;

/** Where a request goes. */
sealed interface Route {
  /**
   * To another server.
   *
   * @param target base address of that server, without a slash at the end
   * @param path of the request there, as it came
   */
  record To(URI target, String path) implements Route {}

  /**
   * Nowhere just now.
   *
   * @param name of what doesn't run
   */
  record Down(String name) implements Route {}

  /** There is no such thing. */
  record Unknown() implements Route {}

  /**
   * The route of a path.
   *
   * @param path as it came, still encoded
   */
  static Route of(String path, Upstreams upstreams) {
    if (isBelow(path, "/marathon")) {
      return to("Marathon", upstreams.marathon(), path.substring("/marathon".length()));
    }
    if (isBelow(path, "/mesos")) {
      return to("The Mesos master", upstreams.mesos(), path.substring("/mesos".length()));
    }
    if (path.startsWith("/service/")) {
      String rest = path.substring("/service/".length());
      // A service /team/kafka may stand beside a service /team: the longer name wins.
      return upstreams.services().stream()
          .map(name -> name.replaceFirst("^/", ""))
          .filter(name -> isBelow(rest, name))
          .max(Comparator.comparingInt(String::length))
          .map(name -> service(name, rest.substring(name.length()), upstreams))
          .orElseGet(Unknown::new);
    }
    return new Unknown();
  }

  private static Route service(String name, String path, Upstreams upstreams) {
    return to(
        "Service " + name, upstreams.service(name).or(() -> upstreams.service("/" + name)), path);
  }

  private static Route to(String name, Optional<URI> target, String path) {
    return target
        .<Route>map(uri -> new To(uri, path.isEmpty() ? "/" : path))
        .orElseGet(() -> new Down(name));
  }

  private static boolean isBelow(String path, String prefix) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }
}
