package dcos.kafka.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.universe.Cosmos;
import dcos.kafka.local.universe.Options;
import dcos.kafka.local.universe.PackageDefinition;
import dcos.kafka.local.universe.PackageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/marathon-app}: what DC/OS makes of the package, for a Marathon without DC/OS. */
@Command(
    name = "bin/marathon-app",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Prints the Marathon app that the package becomes, to be sent to POST /v2/apps of a"
            + " Marathon without DC/OS.%n")
public final class MarathonApp implements Callable<Integer> {
  @Option(
      names = "--package",
      paramLabel = "URL",
      description = "A package that bin/package made (default: target/package of this checkout).")
  private Optional<URI> packageUrl = Optional.empty();

  @Option(
      names = "--options",
      paramLabel = "FILE",
      description = "Options of the package, as for `dcos package install --options`.")
  private Optional<Path> optionsFile = Optional.empty();

  @SuppressWarnings("UnusedVariable") // picocli needs a place for it
  @Option(names = "--help", usageHelp = true, description = "This text.")
  private boolean help;

  private MarathonApp() {}

  /** Exits with 2 for wrong input. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new MarathonApp())
            .setParameterExceptionHandler(
                (e, wrong) -> {
                  System.err.println(
                      e.getMessage() + "; bin/marathon-app --help lists the options.");
                  return KafkaLocalException.WRONG_INPUT;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() {
    URI source =
        packageUrl.orElseGet(
            () -> Path.of(System.getProperty("kafka.local.home", "."), "target/package").toUri());
    try {
      PackageDefinition definition = PackageDefinition.load(source);
      ObjectNode options =
          optionsFile.isPresent() ? Options.read(optionsFile.get()) : Options.none();
      System.out.println(Cosmos.render(definition, options, source.toString()).toPrettyString());
      return 0;
    } catch (PackageException e) {
      System.err.println(e.getMessage());
      return KafkaLocalException.WRONG_INPUT;
    }
  }
}
