package dcos.kafka.api.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Map;

/** Keeps browsers from guessing types, framing answers, or keeping what is true only now. */
public final class SecurityHeaders implements ContainerResponseFilter {

  /** The headers, for whoever answers beside Jersey. */
  public static final Map<String, String> ALL =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Cache-Control", "no-store");

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    ALL.forEach((name, value) -> response.getHeaders().putSingle(name, value));
  }
}
