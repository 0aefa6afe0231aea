package dcos.kafka.local.router;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What is behind the router. Asked at each request, from several threads. */
public interface Upstreams {
  /** Names of all services, running or not. */
  List<String> services();

  /** The address of a service, while it runs. */
  Optional<URI> service(String name);

  /** The address of Marathon, while it runs. */
  Optional<URI> marathon();

  /** The address of the leading Mesos master, while there is one. */
  Optional<URI> mesos();
}
