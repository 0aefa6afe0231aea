package dcos.kafka.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which package, with which of its options: what all programs here that need one ask alike. */
final class PackageChoice {
  @Option(
      names = "--options",
      paramLabel = "FILE",
      description = "Options of the package, as for `dcos package install --options`.")
  Optional<Path> options = Optional.empty();

  @Option(
      names = "--package",
      paramLabel = "URL",
      description = "A package that bin/package made, instead of the one of this checkout.")
  Optional<URI> url = Optional.empty();

  @SuppressWarnings("UnusedVariable") // picocli needs a place for it
  @Option(names = "--help", usageHelp = true, description = "This text.")
  private boolean help;
}
