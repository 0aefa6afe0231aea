package dcos.kafka.api.security;

import dcos.kafka.api.errors.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who sends a token, as {@code Authorization: token=…} (as DC/OS has it) or {@code Bearer
 * …}. For clusters where the API's port can be reached beside Admin Router. Before matching, so
 * that nobody without a token learns which paths there are.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class TokenFilter implements ContainerRequestFilter {

  private static final Pattern HEADER =
      Pattern.compile("\\s*(?:token=|Bearer\\s+)\"?([^\"\\s]+)\"?\\s*", Pattern.CASE_INSENSITIVE);

  private final Tokens tokens;
  private final Set<String> open;

  /**
   * Guards with these tokens.
   *
   * @param tokens those that open the API
   * @param open paths that need none, {@code v1/health} for example, so that Marathon can ask
   */
  public TokenFilter(Tokens tokens, Set<String> open) {
    this.tokens = tokens;
    this.open = Set.copyOf(open);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (open.contains(request.getUriInfo().getPath())
        || known(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
      return;
    }
    request.abortWith(
        Response.fromResponse(
                Problem.response(
                    401, "Send a valid token with this request: Authorization: token=<token>."))
            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"kafka\"")
            .build());
  }

  private boolean known(@Nullable String header) {
    if (header == null) {
      return false;
    }
    Matcher token = HEADER.matcher(header);
    return token.matches() && tokens.contains(token.group(1));
  }
}
