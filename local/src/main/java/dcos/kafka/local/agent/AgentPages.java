package dcos.kafka.local.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.http.Request;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The agent's pages: {@code /state}, and the files of its sandboxes at {@code /files/browse} and
 * {@code /files/read}.
 */
final class AgentPages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_READ = 1 << 20;

  private final Path workDir;

  AgentPages(Path workDir) {
    this.workDir = workDir;
  }

  static Answer json(JsonNode page) {
    try {
      return Answer.document("application/json", JSON.writeValueAsBytes(page));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer state(AgentCore agent) {
    ObjectNode page = JSON.createObjectNode();
    page.put("id", agent.id().getValue())
        .put("hostname", agent.info().getHostname())
        .put("pid", "slave(1)@" + agent.info().getHostname() + ":" + agent.info().getPort());
    ObjectNode attributes = page.putObject("attributes");
    agent
        .info()
        .getAttributesList()
        .forEach(one -> attributes.put(one.getName(), one.getText().getValue()));
    Map<String, ArrayNode> executors = new LinkedHashMap<>();
    ArrayNode frameworks = page.putArray("frameworks");
    for (ExecutorRun run : agent.launcher().runs()) {
      executors
          .computeIfAbsent(
              run.frameworkId().getValue(),
              id ->
                  frameworks
                      .addObject()
                      .put("id", id)
                      .put("name", run.framework().getName())
                      .putArray("executors"))
          .add(executor(run));
    }
    return json(page);
  }

  private static ObjectNode executor(ExecutorRun run) {
    ObjectNode page =
        JSON.createObjectNode()
            .put("id", run.id())
            .put("name", run.info().getName())
            .put("container", run.container())
            .put("directory", run.sandbox().toString());
    run.process().ifPresent(process -> page.put("pid", process.identity().pid()));
    ArrayNode tasks = page.putArray("tasks");
    for (AgentTask task : run.tasks.values()) {
      tasks
          .addObject()
          .put("id", task.id())
          .put("name", task.info().getName())
          .put("state", task.latest().name());
    }
    return page;
  }

  Answer browse(Request request) throws RefusedException {
    Path folder = path(request);
    ArrayNode files = JSON.createArrayNode();
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        PosixFileAttributes attributes = Files.readAttributes(child, PosixFileAttributes.class);
        files
            .addObject()
            .put("path", child.toString())
            .put("size", attributes.size())
            .put("mtime", attributes.lastModifiedTime().toMillis() / 1000)
            .put("uid", attributes.owner().getName())
            .put("gid", attributes.group().getName())
            .put(
                "mode",
                (attributes.isDirectory() ? "d" : "-")
                    + PosixFilePermissions.toString(attributes.permissions()));
      }
    } catch (IOException e) {
      throw new RefusedException(Answer.empty(404));
    }
    return json(files);
  }

  /** A part of a file; {@code offset=-1} just asks for its size. */
  Answer read(Request request) throws RefusedException {
    Path path = path(request);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long offset = number(request, "offset", -1);
      if (offset < 0) {
        return json(JSON.createObjectNode().put("data", "").put("offset", file.length()));
      }
      long available = Math.max(0, file.length() - offset);
      long wanted = Math.max(0, number(request, "length", MAX_READ));
      byte[] data = new byte[(int) Math.min(Math.min(wanted, MAX_READ), available)];
      file.seek(offset);
      file.readFully(data);
      return json(
          JSON.createObjectNode()
              .put("data", new String(data, StandardCharsets.UTF_8))
              .put("offset", offset));
    } catch (IOException e) {
      throw new RefusedException(Answer.empty(404));
    }
  }

  private static long number(Request request, String parameter, long otherwise)
      throws RefusedException {
    String text = request.query().get(parameter);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RefusedException(400, "Failed to parse " + parameter + ": '" + text + "'.\n");
    }
  }

  /** Only what is in its work folder, links included; anything else is not there. */
  private Path path(Request request) throws RefusedException {
    String text = request.query().get("path");
    if (text == null || text.isEmpty()) {
      throw new RefusedException(400, "Expecting 'path=value' in query.\n");
    }
    try {
      Path real = Path.of(text).toRealPath();
      if (real.startsWith(workDir.toRealPath())) {
        return real;
      }
    } catch (IOException | InvalidPathException e) {
      throw new RefusedException(Answer.empty(404));
    }
    throw new RefusedException(Answer.empty(404));
  }
}
