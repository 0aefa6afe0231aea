package dcos.kafka.api.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The history of configurations. */
@Path("/v1/configurations")
@Produces(MediaType.APPLICATION_JSON)
public final class ConfigurationResource {

  /** Stands for the id of the target, wherever an id is asked for. */
  private static final String TARGET = "target";

  private final ConfigurationService configurations;

  /** For the service's configurations. */
  public ConfigurationResource(ConfigurationService configurations) {
    this.configurations = configurations;
  }

  /** Ids of the configurations that are kept. */
  @GET
  public List<String> ids() {
    return configurations.ids();
  }

  /** The id of the configuration that the service works towards, in a list as clients expect it. */
  @GET
  @Path("targetId")
  public List<String> targetId() {
    return List.of(target());
  }

  /**
   * When and from what each configuration that is kept came to be, and which brokers have it,
   * newest first.
   */
  @GET
  @Path("history")
  public List<AcceptedConfiguration> history() {
    return configurations.history();
  }

  /** A configuration, by its id or as {@code target}. */
  @GET
  @Path("{id}")
  public JsonNode configuration(@PathParam("id") String id) {
    return find(id);
  }

  /** What differs between two configurations. */
  @GET
  @Path("{from}/diff/{to}")
  public List<ConfigurationChange> difference(
      @PathParam("from") String from, @PathParam("to") String to) {
    return ConfigurationDifference.between(find(from), find(to));
  }

  private JsonNode find(String id) {
    String wanted = id.equals(TARGET) ? target() : id;
    return configurations
        .configuration(wanted)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "There is no configuration \""
                        + Shown.of(wanted)
                        + "\". GET /v1/configurations lists those that are kept."));
  }

  private String target() {
    return configurations
        .targetId()
        .orElseThrow(
            () ->
                Problem.notFound(
                    "The service has not accepted a configuration yet;"
                        + " GET /v1/plan shows its errors."));
  }
}
