package dcos.kafka.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.universe.Cosmos;
import dcos.kafka.local.universe.Options;
import dcos.kafka.local.universe.PackageDefinition;
import dcos.kafka.local.universe.PackageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bin/marathon-app}: what DC/OS makes of the package, for a Marathon without DC/OS. */
@Command(
    name = "bin/marathon-app",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Prints the Marathon app that the package becomes, to be sent to POST /v2/apps of a"
            + " Marathon without DC/OS.%n")
public final class MarathonApp implements Callable<Integer> {
  @Mixin private final PackageChoice choice = new PackageChoice();

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
        choice.url.orElseGet(
            () -> Path.of(System.getProperty("kafka.local.home", "."), "target/package").toUri());
    try {
      PackageDefinition definition = PackageDefinition.load(source);
      ObjectNode options =
          choice.options.isPresent() ? Options.read(choice.options.get()) : Options.none();
      System.out.println(Cosmos.render(definition, options, source.toString()).toPrettyString());
      return 0;
    } catch (PackageException e) {
      System.err.println(e.getMessage());
      return KafkaLocalException.WRONG_INPUT;
    }
  }
}
