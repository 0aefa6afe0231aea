package dcos.kafka.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
  private @TempDir Path folder;
  private Path sandbox;
  private final Fetcher fetcher = new Fetcher();

  @BeforeEach
  void makeSandbox() throws Exception {
    sandbox = Files.createDirectory(folder.resolve("sandbox"));
  }

  @Test
  void copiesAFileGivenByPathOrUri() throws Exception {
    Path file = Files.writeString(folder.resolve("some file"), "content");

    fetcher.fetch(
        List.of(
            new FetchUri(file.toString(), true, false, Optional.of("by/path")),
            new FetchUri(file.toUri().toString(), true, false, Optional.of("uri"))),
        sandbox);

    assertThat(sandbox.resolve("by/path")).hasContent("content");
    assertThat(sandbox.resolve("uri")).hasContent("content");
  }

  @Test
  void unpacksATarKeepingModes() throws Exception {
    Path archive = tgz();

    fetcher.fetch(List.of(FetchUri.of("file://" + archive)), sandbox);

    assertThat(sandbox.resolve("tool/run")).hasContent("#!/bin/sh").isExecutable();
    assertThat(sandbox.resolve("tool.tgz")).doesNotExist();
  }

  @Test
  void keepsAnArchivePackedWhenAskedTo() throws Exception {
    Path archive = tgz();

    fetcher.fetch(
        List.of(new FetchUri(archive.toString(), false, false, Optional.empty())), sandbox);

    assertThat(sandbox.resolve("tool.tgz")).hasSameBinaryContentAs(archive);
    assertThat(sandbox.resolve("tool")).doesNotExist();
  }

  @Test
  void unpacksAZip() throws Exception {
    Path archive = folder.resolve("things.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("a/b"));
      zip.write(65);
    }

    fetcher.fetch(List.of(FetchUri.of(archive.toString())), sandbox);

    assertThat(sandbox.resolve("a/b")).hasContent("A");
  }

  @Test
  void downloadsAndMakesExecutable() throws Exception {
    HttpServer server = serve(200, "#!/bin/sh");
    try {
      fetcher.fetch(
          List.of(new FetchUri(url(server, "/x/run.zip?v=1"), true, true, Optional.empty())),
          sandbox);
    } finally {
      server.stop(0);
    }

    assertThat(sandbox.resolve("run.zip")).hasContent("#!/bin/sh").isExecutable();
  }

  @Test
  void saysInOneSentenceWhatCouldNotBeFetched() throws Exception {
    assertThatThrownBy(() -> fetcher.fetch(List.of(FetchUri.of("/no/such.tgz")), sandbox))
        .isInstanceOf(FetchException.class)
        .hasMessage("Can't fetch '/no/such.tgz': there is no such file.");
    assertThatThrownBy(() -> fetcher.fetch(List.of(FetchUri.of("relative.tgz")), sandbox))
        .hasMessage(
            "Can't fetch 'relative.tgz': give an absolute path, or a file:// or http(s):// URI.");
    Path broken = Files.writeString(folder.resolve("broken.tgz"), "not a tar");
    assertThatThrownBy(() -> fetcher.fetch(List.of(FetchUri.of(broken.toString())), sandbox))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith("Can't unpack " + broken + ": ");
    HttpServer server = serve(404, "gone");
    String url = url(server, "/file");
    assertThatThrownBy(() -> fetcher.fetch(List.of(FetchUri.of(url)), sandbox))
        .hasMessage("Can't fetch '" + url + "': the server answered 404.");
    server.stop(0);
    assertThat(sandbox.resolve("file")).doesNotExist();
    assertThatThrownBy(() -> fetcher.fetch(List.of(FetchUri.of(url)), sandbox))
        .hasMessageStartingWith("Can't fetch '" + url + "' into " + sandbox + ": Connect");
  }

  @Test
  void refusesToWriteOutsideTheSandbox() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");

    assertThatThrownBy(
            () ->
                fetcher.fetch(
                    List.of(new FetchUri(file.toString(), true, false, Optional.of("../evil"))),
                    sandbox))
        .hasMessageEndingWith("to '../evil': that is outside the sandbox.");
  }

  private Path tgz() throws Exception {
    Path tool = Files.createDirectory(folder.resolve("tool"));
    Path run = Files.writeString(tool.resolve("run"), "#!/bin/sh");
    assertThat(run.toFile().setExecutable(true)).isTrue();
    Path archive = folder.resolve("tool.tgz");
    Process tar =
        new ProcessBuilder("tar", "-czf", archive.toString(), "-C", folder.toString(), "tool")
            .start();
    assertThat(tar.waitFor()).isZero();
    return archive;
  }

  private static HttpServer serve(int status, String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, body.length());
          exchange.getResponseBody().write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server, String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }
}
