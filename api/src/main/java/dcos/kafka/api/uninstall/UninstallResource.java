package dcos.kafka.api.uninstall;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.requests.Parameters;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The end of the service, and of all its data. */
@Path("/v1/uninstall")
@Produces(MediaType.APPLICATION_JSON)
public final class UninstallResource {

  private final String name;
  private final UninstallService uninstall;
  private final Answers answers;

  /** For the service of that name. */
  public UninstallResource(String name, UninstallService uninstall, Answers answers) {
    this.name = name;
    this.uninstall = uninstall;
    this.answers = answers;
  }

  /**
   * Uninstalls the service, which can't be taken back.
   *
   * @param confirm the service's name, so that no stray call destroys anything
   * @param force whether what lies on agents that stay silent is to be left there
   * @param skipped agents that are not to be waited for
   */
  @POST
  public CompletionStage<Response> uninstall(
      @QueryParam("confirm") @Nullable String confirm,
      @QueryParam("force") @Nullable String force,
      @QueryParam("skip-agent") List<String> skipped) {
    if (confirm == null || !bare(confirm).equals(bare(name))) {
      String given = confirm == null ? "missing" : "\"" + Shown.of(confirm) + "\"";
      throw Problem.badRequest(
          "Nothing was done: the parameter \"confirm\" is %s, and has to be the service's name: %s %s"
              .formatted(
                  given,
                  "POST /v1/uninstall?confirm=" + bare(name) + ".",
                  uninstall.extent().message()));
    }
    boolean skipsLost = Parameters.flag("force", force);
    return answers.json(() -> uninstall.uninstall(skipsLost, skipped));
  }

  /** A name in a folder of Marathon is written with a leading slash or without. */
  private static String bare(String name) {
    return name.strip().replaceAll("^/", "");
  }
}
