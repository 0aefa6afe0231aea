package dcos.kafka.local.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** Takes a framework and all that it has away, by the means that Mesos gives everybody. */
final class FrameworkCleaner {
  private final URI master;
  private final Http pages;

  FrameworkCleaner(URI master) {
    this.master = master;
    this.pages = Http.to(master);
  }

  /**
   * Kills the tasks, destroys the volumes, gives the reservations back, tears the framework down.
   */
  void clean() throws Exception {
    JsonNode framework = pages.get("/state").json().path("frameworks").path(0);
    try (PlainFramework plain = new PlainFramework(master, framework)) {
      plain.await("SUBSCRIBED");
      for (JsonNode task : framework.path("tasks")) {
        ObjectNode kill = plain.call("KILL");
        ObjectNode what = kill.putObject("kill");
        what.putObject("task_id").set("value", task.path("id"));
        what.putObject("agent_id").set("value", task.path("slave_id"));
        plain.send(kill);
      }
      await("all tasks have ended")
          .atMost(Cluster.PATIENCE)
          .until(
              () -> pages.get("/state").json().path("frameworks").path(0).path("tasks").isEmpty());
      while (hasReservations()) {
        for (JsonNode offer : plain.await("OFFERS").path("offers").path("offers")) {
          giveBack(plain, offer);
        }
      }
      plain.send(plain.call("TEARDOWN"));
    }
  }

  /** Whether the master knows of any. */
  boolean hasReservations() {
    for (JsonNode agent : pages.get("/slaves").json().path("slaves")) {
      if (!agent.path("reserved_resources_full").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static void giveBack(PlainFramework plain, JsonNode offer) {
    ArrayNode volumes = Http.JSON.createArrayNode();
    ArrayNode reserved = Http.JSON.createArrayNode();
    for (JsonNode resource : offer.path("resources")) {
      if (resource.path("reservations").isEmpty()) {
        continue;
      }
      ObjectNode bare = resource.deepCopy();
      if (resource.path("disk").has("persistence")) {
        volumes.add(resource);
        ObjectNode disk = (ObjectNode) bare.path("disk");
        disk.remove("persistence");
        disk.remove("volume");
        if (disk.isEmpty()) {
          bare.remove("disk");
        }
      }
      reserved.add(bare);
    }
    ObjectNode accept = plain.call("ACCEPT");
    ObjectNode what = accept.putObject("accept");
    what.putArray("offer_ids").add(offer.path("id"));
    ArrayNode operations = what.putArray("operations");
    if (!volumes.isEmpty()) {
      operations.addObject().put("type", "DESTROY").putObject("destroy").set("volumes", volumes);
    }
    if (!reserved.isEmpty()) {
      operations
          .addObject()
          .put("type", "UNRESERVE")
          .putObject("unreserve")
          .set("resources", reserved);
    }
    what.putObject("filters").put("refuse_seconds", 0.5);
    plain.send(accept);
  }
}
