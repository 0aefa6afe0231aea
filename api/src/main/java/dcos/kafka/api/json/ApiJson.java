package dcos.kafka.api.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Has a mapper write answers as documented. */
public final class ApiJson {

  private ApiJson() {}

  /** Two spaces of indentation, one element a line, times as ISO 8601 text. */
  public static ObjectMapper configure(ObjectMapper mapper) {
    return mapper
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .setDefaultPrettyPrinter(new DocumentedFormat());
  }
}
