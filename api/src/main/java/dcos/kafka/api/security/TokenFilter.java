package dcos.kafka.api.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who sends a token, as {@code Authorization: token=…} (as DC/OS has it) or {@code Bearer
 * …}. For clusters where the API's port can be reached beside Admin Router. In front of every
 * servlet, so that nobody without a token learns which paths there are, and the admin pages are
 * guarded like the API.
 */
public final class TokenFilter implements Filter {

  private static final Pattern HEADER =
      Pattern.compile("\\s*(?:token=|Bearer\\s+)\"?([^\"\\s]+)\"?\\s*", Pattern.CASE_INSENSITIVE);

  private final Tokens tokens;
  private final Set<String> open;

  /**
   * Guards with these tokens.
   *
   * @param tokens those that open the API
   * @param open paths that need none, exactly as they are sent, {@code /v1/health} for example, so
   *     that Marathon can ask
   */
  public TokenFilter(Tokens tokens, Set<String> open) {
    this.tokens = tokens;
    this.open = Set.copyOf(open);
  }

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain next)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    if (open.contains(request.getRequestURI()) || known(request.getHeader("Authorization"))) {
      next.doFilter(asked, answer);
    } else {
      refuse((HttpServletResponse) answer);
    }
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setHeader("WWW-Authenticate", "Bearer realm=\"kafka\"");
    Refusals.write(
        response, 401, "Send a valid token with this request: Authorization: token=<token>.");
  }

  private boolean known(@Nullable String header) {
    if (header == null) {
      return false;
    }
    Matcher token = HEADER.matcher(header);
    return token.matches() && tokens.contains(token.group(1));
  }
}
