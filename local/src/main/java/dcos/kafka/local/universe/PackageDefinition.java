package dcos.kafka.local.universe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The four files of a Universe package, as Cosmos holds them.
 *
 * @param info {@code package.json}: name, version, what a user reads
 * @param config {@code config.json}: the JSON schema of the options, with their defaults
 * @param template {@code marathon.json.mustache}
 * @param resource {@code resource.json}: where the assets are
 */
public record PackageDefinition(
    ObjectNode info, ObjectNode config, String template, ObjectNode resource) {
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Reads a package.
   *
   * @param location the folder or {@code http(s)://} address that the four files are in
   * @throws PackageException when a file is missing or isn't what it should be
   */
  public static PackageDefinition load(URI location) throws PackageException {
    return new PackageDefinition(
        JsonText.object(read(location, "package.json"), "package.json"),
        JsonText.object(read(location, "config.json"), "config.json"),
        read(location, "marathon.json.mustache"),
        JsonText.object(read(location, "resource.json"), "resource.json"));
  }

  /** The same package with its assets elsewhere. */
  public PackageDefinition withAssets(Map<String, String> uris) {
    ObjectNode moved = resource.deepCopy();
    ObjectNode assets = moved.withObjectProperty("assets").withObjectProperty("uris");
    uris.forEach(assets::put);
    return new PackageDefinition(info, config, template, moved);
  }

  /** The package's name. */
  public String name() {
    return info.path("name").asText();
  }

  /** The package's version. */
  public String version() {
    return info.path("version").asText();
  }

  private static String read(URI location, String file) throws PackageException {
    if (!String.valueOf(location.getScheme()).matches("file|https?")
        || (location.getHost() == null && !"file".equals(location.getScheme()))) {
      throw new PackageException(
          "\"%s\" is not where a package can be: give the http:// or https:// address at which the folder that bin/package made is served, or its file:/// URL."
              .formatted(location));
    }
    try {
      return "file".equals(location.getScheme())
          ? Files.readString(Path.of(location).resolve(file))
          : download(location, file);
    } catch (NoSuchFileException e) {
      throw new PackageException(
          "There is no package at %s: no %s. `bin/package <address>` makes one."
              .formatted(location, file),
          e);
    } catch (IOException e) {
      throw new PackageException(
          // Without a message where nothing listens.
          "Can't read %s of the package at %s: %s."
              .formatted(
                  file,
                  location,
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    }
  }

  private static String download(URI location, String file) throws IOException, PackageException {
    String base = location.toString();
    URI uri = URI.create(base.endsWith("/") ? base + file : base + "/" + file);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(DOWNLOAD_TIMEOUT).build();
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(DOWNLOAD_TIMEOUT)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new PackageException(
            "There is no package at "
                + location
                + ": "
                + file
                + " answers with "
                + response.statusCode()
                + ".");
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PackageException("Interrupted while reading the package at " + location + ".", e);
    }
  }
}
