package dcos.kafka.api.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.api.json.ApiJson;
import io.dropwizard.jersey.errors.ErrorMessage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refuses before any resource is asked, in the same shape as every other error. */
final class Refusals {

  private static final ObjectMapper JSON = ApiJson.configure(new ObjectMapper());

  private Refusals() {}

  static void write(HttpServletResponse response, int status, String sentence) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    SecurityHeaders.ALL.forEach(response::setHeader);
    JSON.writeValue(response.getOutputStream(), new ErrorMessage(status, sentence));
  }
}
