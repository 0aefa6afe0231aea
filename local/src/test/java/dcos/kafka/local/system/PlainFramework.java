package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A framework of a few lines of plain HTTP and JSON, in place of the scheduler: what an operator
 * without the service would use to clean up after it.
 */
final class PlainFramework implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final URI api;
  private final String id;
  private final String stream;
  private final InputStream body;

  /**
   * Takes the place of a framework that there is.
   *
   * @param framework as the master's {@code /state} shows it
   */
  PlainFramework(URI master, JsonNode framework) throws IOException, InterruptedException {
    api = URI.create(master + "/api/v1/scheduler");
    id = framework.path("id").asText();
    ObjectNode subscribe = Http.JSON.createObjectNode().put("type", "SUBSCRIBE");
    subscribe.putObject("framework_id").put("value", id);
    ObjectNode info = subscribe.putObject("subscribe").putObject("framework_info");
    info.putObject("id").put("value", id);
    info.put("user", framework.path("user").asText())
        .put("name", framework.path("name").asText())
        .put("principal", framework.path("principal").asText())
        .put("checkpoint", true)
        .put("failover_timeout", 3600);
    info.set("roles", framework.path("roles"));
    info.putArray("capabilities").addObject().put("type", "MULTI_ROLE");
    info.withArray("capabilities").addObject().put("type", "RESERVATION_REFINEMENT");
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(api)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(subscribe.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    body = response.body();
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + new String(body.readAllBytes(), "UTF-8"));
    }
    stream = response.headers().firstValue("Mesos-Stream-Id").orElseThrow();
    Thread reader = new Thread(this::read, "plain-framework");
    reader.setDaemon(true);
    reader.start();
  }

  /** Records: a length in digits, a line end, and as many bytes of JSON. */
  private void read() {
    try {
      while (true) {
        int length = 0;
        for (int digit = body.read(); digit != '\n'; digit = body.read()) {
          if (digit < 0) {
            return;
          }
          length = length * 10 + digit - '0';
        }
        byte[] record = body.readNBytes(length);
        if (record.length < length) {
          throw new EOFException();
        }
        JsonNode event = Http.JSON.readTree(record);
        if (event.path("type").asText().equals("UPDATE")) {
          acknowledge(event.path("update").path("status"));
        }
        events.add(event);
      }
    } catch (IOException closed) {
      // The end of the connection, which nothing but the test brings about.
    }
  }

  /** The next event of that type; the others are passed over. */
  JsonNode await(String type) throws InterruptedException {
    while (true) {
      JsonNode event = events.poll(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(event).as("an event of type %s", type).isNotNull();
      if (event.path("type").asText().equals(type)) {
        return event;
      }
    }
  }

  ObjectNode call(String type) {
    ObjectNode call = Http.JSON.createObjectNode().put("type", type);
    call.putObject("framework_id").put("value", id);
    return call;
  }

  void send(ObjectNode call) {
    HttpResponse<String> response =
        http.sendAsync(
                HttpRequest.newBuilder(api)
                    .header("Content-Type", "application/json")
                    .header("Mesos-Stream-Id", stream)
                    .POST(HttpRequest.BodyPublishers.ofString(call.toString()))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .join();
    assertThat(response.statusCode()).as(call + ": " + response.body()).isEqualTo(202);
  }

  private void acknowledge(JsonNode status) {
    if (status.has("uuid")) {
      ObjectNode call = call("ACKNOWLEDGE");
      ObjectNode what = call.putObject("acknowledge");
      what.set("agent_id", status.path("agent_id"));
      what.set("task_id", status.path("task_id"));
      what.set("uuid", status.path("uuid"));
      send(call);
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
