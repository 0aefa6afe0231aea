package dcos.kafka.local.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Brings the files of a task into its sandbox, as the Mesos fetcher does: from {@code file://} URIs
 * and absolute paths, and over {@code http(s)://}. Archives are unpacked into the sandbox and not
 * kept beside their content.
 *
 * <p>Safe for use by several threads.
 */
public final class Fetcher {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Fetches all of {@code uris} into {@code sandbox}, in order.
   *
   * @param sandbox an existing folder
   * @throws FetchException at the first that fails; what was fetched before stays
   * @throws InterruptedException when the thread is interrupted during a download
   */
  public void fetch(List<FetchUri> uris, Path sandbox) throws FetchException, InterruptedException {
    for (FetchUri uri : uris) {
      try {
        fetch(uri, sandbox);
      } catch (IOException e) {
        throw new FetchException(
            "Can't fetch '" + uri.value() + "' into " + sandbox + ": " + reason(e), e);
      }
    }
  }

  private void fetch(FetchUri uri, Path sandbox)
      throws IOException, FetchException, InterruptedException {
    Path target = target(uri, sandbox);
    boolean unpack = uri.extract() && !uri.executable() && Archives.isArchive(target);
    if (uri.value().matches("(?i)https?://.*")) {
      download(uri.value(), target);
      if (unpack) {
        Archives.unpack(target, sandbox);
        Files.delete(target);
      }
    } else {
      Path source = localFile(uri.value());
      if (unpack) {
        Archives.unpack(source, sandbox);
      } else {
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (uri.executable()) {
      makeExecutable(target);
    }
  }

  private static Path target(FetchUri uri, Path sandbox) throws IOException, FetchException {
    String withoutQuery = uri.value().replaceFirst("[?#].*$", "");
    String name =
        uri.outputFile().orElse(withoutQuery.substring(withoutQuery.lastIndexOf('/') + 1));
    if (name.isEmpty()) {
      throw new FetchException("Can't fetch '" + uri.value() + "': it names no file.");
    }
    Path target = sandbox.resolve(name).normalize();
    if (!target.startsWith(sandbox.normalize())) {
      throw new FetchException(
          "Can't fetch '" + uri.value() + "' to '" + name + "': that is outside the sandbox.");
    }
    Files.createDirectories(target.getParent() == null ? sandbox : target.getParent());
    return target;
  }

  private static Path localFile(String value) throws FetchException {
    Path path;
    try {
      path =
          value.toLowerCase(Locale.ROOT).startsWith("file:")
              ? Path.of(URI.create(value.replaceFirst("(?i)^file://localhost/", "file:///")))
              : Path.of(value);
    } catch (IllegalArgumentException e) {
      throw new FetchException("Can't fetch '" + value + "': it is not a valid URI or path.", e);
    }
    if (!path.isAbsolute()) {
      throw new FetchException(
          "Can't fetch '" + value + "': give an absolute path, or a file:// or http(s):// URI.");
    }
    if (!Files.isRegularFile(path)) {
      throw new FetchException("Can't fetch '" + value + "': there is no such file.");
    }
    return path;
  }

  private void download(String value, Path target)
      throws IOException, FetchException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(value)).timeout(REQUEST_TIMEOUT).build();
    } catch (IllegalArgumentException e) {
      throw new FetchException("Can't fetch '" + value + "': it is not a valid URI.", e);
    }
    HttpResponse<Path> response = http.send(request, HttpResponse.BodyHandlers.ofFile(target));
    if (response.statusCode() != 200) {
      Files.deleteIfExists(target);
      throw new FetchException(
          "Can't fetch '" + value + "': the server answered " + response.statusCode() + ".");
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    permissions.addAll(
        Set.of(
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_EXECUTE));
    Files.setPosixFilePermissions(file, permissions);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
    return (message == null || message.isBlank() ? kind : kind + " (" + message + ")") + ".";
  }
}
