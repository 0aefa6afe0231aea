package dcos.kafka.local.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The archives that the build has made, without their compression: to undo that takes a second of
 * each start of a program, and the tests start a hundred. One copy for each JVM of tests, made when
 * it is first needed.
 */
final class PlainArchives {
  private static final Path FOLDER = Path.of("target", "system", Cluster.NETWORK).toAbsolutePath();
  private static final Map<String, String> URIS = unpack(Cluster.artifacts().assets());

  private PlainArchives() {}

  /** Where they are, by their names in {@code resource.json}. */
  static Map<String, String> uris() {
    return URIS;
  }

  private static Map<String, String> unpack(Map<String, String> compressed) {
    Map<String, String> uris = new TreeMap<>();
    compressed.forEach(
        (name, uri) -> {
          Path tar = FOLDER.resolve(name.replaceFirst("-tgz$", ".tar"));
          try (InputStream content =
              new GZIPInputStream(Files.newInputStream(Path.of(URI.create(uri))), 1 << 16)) {
            Files.createDirectories(FOLDER);
            Files.copy(content, tar, StandardCopyOption.REPLACE_EXISTING);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          uris.put(name, tar.toUri().toString());
        });
    return uris;
  }
}
