package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Remembers the apps and their runs in one file, so that a restart finds them. */
final class AppStore {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private String written = "";

  /**
   * @param file may not exist yet; its folder does
   */
  AppStore(Path file) {
    this.file = file;
  }

  /**
   * An app that was remembered.
   *
   * @param definition what it is to be
   * @param task its run at that time, when that still runs
   */
  record Remembered(AppDefinition definition, Optional<AppTask> task) {}

  /**
   * Writes all apps, when they differ from what was written last.
   *
   * @throws IOException when the file can't be written; the old one stays whole then
   */
  void write(Collection<App> apps) throws IOException {
    ArrayNode all = MAPPER.createArrayNode();
    for (App app : apps) {
      ObjectNode json = all.addObject();
      json.put("version", app.definition().version());
      json.set("definition", app.definition().json());
      app.task().flatMap(AppTask::record).ifPresent(task -> json.set("task", task));
    }
    String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    if (!text.equals(written)) {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = text;
    }
  }

  /**
   * What was written last; nothing at first.
   *
   * @throws IOException when the file can't be read, or isn't ours
   */
  List<Remembered> read() throws IOException {
    List<Remembered> all = new ArrayList<>();
    if (Files.exists(file)) {
      for (JsonNode app : MAPPER.readTree(file.toFile())) {
        try {
          all.add(
              new Remembered(
                  AppDefinition.parse(
                      (ObjectNode) app.path("definition"), app.path("version").asText()),
                  AppTask.recover(app.path("task"))));
        } catch (InvalidAppException | ClassCastException e) {
          throw new IOException(file + " is not what Marathon wrote: " + e.getMessage(), e);
        }
      }
    }
    return all;
  }
}
