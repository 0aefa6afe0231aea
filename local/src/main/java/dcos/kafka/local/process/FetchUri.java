package dcos.kafka.local.process;

import java.util.Optional;

/**
 * One file to bring into a sandbox; the same fields as Mesos' {@code CommandInfo.URI} and
 * Marathon's {@code fetch}.
 *
 * @param value {@code file://} URI, absolute path, or {@code http(s)://} URI
 * @param extract whether to unpack it when its name ends as an archive's does; other files are just
 *     copied
 * @param executable whether to make it executable; an executable is never unpacked
 * @param outputFile relative path in the sandbox instead of the last part of {@code value}
 */
public record FetchUri(
    String value, boolean extract, boolean executable, Optional<String> outputFile) {
  /**
   * A file that is unpacked when it is an archive, under its own name: Mesos' and Marathon's
   * default.
   */
  public static FetchUri of(String value) {
    return new FetchUri(value, true, false, Optional.empty());
  }
}
