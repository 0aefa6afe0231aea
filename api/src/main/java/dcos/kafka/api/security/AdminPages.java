package dcos.kafka.api.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of Dropwizard's admin pages there are. What does something (garbage collection, the log's
 * level) or shows the inside (threads) is there only where callers have to show a token. Profiling
 * is not there at all: it would hold a thread for as long as the caller likes, and whoever may
 * debug the process has the JDK's own tools. The health check says that the service is unhealthy
 * with 503, as {@code /v1/health} does; its own 500 would be a defect.
 */
public final class AdminPages implements Filter {

  private static final List<String> READ = List.of("healthcheck", "metrics", "ping");
  private static final List<String> GUARDED =
      List.of("threads", "tasks", "tasks/gc", "tasks/log-level");

  private final Set<String> pages;

  /**
   * The pages below a path.
   *
   * @param root what their paths begin with, {@code /admin}
   * @param guarded whether nobody gets this far without a token
   */
  public AdminPages(String root, boolean guarded) {
    this.pages =
        Stream.concat(READ.stream(), guarded ? GUARDED.stream() : Stream.empty())
            .map(page -> root + "/" + page)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain next)
      throws IOException, ServletException {
    if (pages.contains(((HttpServletRequest) asked).getRequestURI())) {
      next.doFilter(
          asked,
          new HttpServletResponseWrapper((HttpServletResponse) answer) {
            @Override
            public void setStatus(int status) {
              super.setStatus(status == 500 ? 503 : status);
            }
          });
    } else {
      Refusals.write(
          (HttpServletResponse) answer,
          404,
          "There is no such page; there are: " + String.join(", ", pages) + ".");
    }
  }
}
