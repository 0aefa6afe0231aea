package dcos.kafka.scheduler.wiring;

import dcos.kafka.api.RestApi;
import dcos.kafka.api.errors.JettyErrors;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.security.AdminPages;
import dcos.kafka.api.security.TokenFilter;
import dcos.kafka.api.security.Tokens;
import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.setting.InvalidSurroundingsException;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.setup.ServletEnvironment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Hangs the REST API into Dropwizard's HTTP server. */
final class RestWiring {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** As in scheduler.yml. */
  private static final String ADMIN = "/admin";

  private static final int WAITING_REQUESTS = 256;
  private static final int WRITERS = 16;

  private RestWiring() {}

  static void serve(Environment environment, Scheduler scheduler, Surroundings.Api api)
      throws IOException {
    ExecutorService writers =
        environment
            .lifecycle()
            .executorService("answer-%d")
            .minThreads(WRITERS)
            .maxThreads(WRITERS)
            .build();
    Answers answers = new Answers(writers, ANSWER_LIMIT, WAITING_REQUESTS);
    RestApi.components(scheduler.services(), answers).forEach(environment.jersey()::register);
    before(environment.admin(), "pages", new AdminPages(ADMIN, api.tokenFile().isPresent()));
    if (api.tokenFile().isPresent()) {
      guard(environment, new TokenFilter(tokens(api.tokenFile().get()), api.open().paths()));
    }
    environment.getApplicationContext().setErrorHandler(new JettyErrors());
    environment.getAdminContext().setErrorHandler(new JettyErrors());
    environment
        .lifecycle()
        .addServerLifecycleListener(server -> server.setErrorHandler(new JettyErrors()));
    environment.healthChecks().register("scheduler", new ServiceHealth(scheduler.services()));
  }

  private static void guard(Environment environment, TokenFilter filter) {
    for (ServletEnvironment each : List.of(environment.servlets(), environment.admin())) {
      before(each, "tokens", filter);
    }
  }

  /** In front of whatever is there already. */
  private static void before(ServletEnvironment servlets, String name, Filter filter) {
    servlets
        .addFilter(name, filter)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  private static Tokens tokens(Path file) throws IOException {
    try {
      return Tokens.read(file);
    } catch (IllegalArgumentException e) {
      throw new InvalidSurroundingsException(String.valueOf(e.getMessage()));
    }
  }
}
