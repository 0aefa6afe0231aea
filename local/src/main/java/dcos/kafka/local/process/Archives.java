package dcos.kafka.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Unpacks archives. The system's {@code tar} does tar files, as it does for the Mesos fetcher: it
 * keeps modes and links and stays inside the folder; {@code unzip} is often missing, so the JDK
 * does zip files.
 */
final class Archives {
  private static final List<String> TAR =
      List.of(".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz");

  private Archives() {}

  static boolean isArchive(Path file) {
    return isZip(file) || TAR.stream().anyMatch(lowerCaseName(file)::endsWith);
  }

  /**
   * Unpacks {@code archive} into the folder {@code into}.
   *
   * @throws FetchException when the archive is broken
   */
  static void unpack(Path archive, Path into)
      throws IOException, FetchException, InterruptedException {
    if (isZip(archive)) {
      unzip(archive, into);
    } else {
      untar(archive, into);
    }
  }

  private static void untar(Path archive, Path into)
      throws IOException, FetchException, InterruptedException {
    Process tar =
        new ProcessBuilder(
                "tar", "--no-same-owner", "-x", "-f", archive.toString(), "-C", into.toString())
            .redirectErrorStream(true)
            .start();
    try {
      tar.getOutputStream().close();
      String output = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (tar.waitFor() != 0) {
        throw new FetchException(
            "Can't unpack "
                + archive
                + ": "
                + output.strip().lines().findFirst().orElse("tar failed"));
      }
    } finally {
      tar.destroy();
    }
  }

  private static void unzip(Path archive, Path into) throws IOException, FetchException {
    try (FileSystem zip = FileSystems.newFileSystem(archive);
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path target = into.resolve(zip.getPath("/").relativize(entry).toString()).normalize();
        if (!target.startsWith(into.normalize())) {
          throw new FetchException(
              "Can't unpack " + archive + ": its entry '" + entry + "' is outside the sandbox.");
        }
        if (Files.isDirectory(entry)) {
          Files.createDirectories(target);
        } else {
          Files.copy(entry, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (java.util.zip.ZipError | java.util.zip.ZipException e) {
      throw new FetchException("Can't unpack " + archive + ": it is not a zip file.", e);
    }
  }

  private static boolean isZip(Path file) {
    return lowerCaseName(file).endsWith(".zip");
  }

  private static String lowerCaseName(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }
}
