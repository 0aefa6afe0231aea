package dcos.kafka.api.openapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The description of the API for programs, in OpenAPI 3. It is made from the resources when the
 * project is built, and a test holds it to them, so that the service carries no generator.
 */
@Path("/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {

  private static final String DOCUMENT = "openapi.json";

  private final String document = read();

  /** The document. */
  @GET
  public String document() {
    return document;
  }

  private static String read() {
    try (InputStream resource = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
      if (resource == null) {
        throw new IllegalStateException(DOCUMENT + " is missing beside this class");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
