package dcos.kafka.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as its blocks of code.
 *
 * <p>A block of shell commands is run by a test, word for word, unless a second word after {@code
 * ```sh} says why not; {@link DocumentationTest} knows the words that there are.
 *
 * @param path from the top of the checkout
 * @param blocks in their order
 */
public record Page(Path path, List<Block> blocks) {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FENCE = Pattern.compile("```(\\w*) ?(.*)");
  private static final Pattern HEADING = Pattern.compile("#+ (.+)");

  /**
   * What stands between two fences.
   *
   * @param section the heading above it
   * @param language such as {@code sh} or {@code json}
   * @param mark what follows the language
   * @param text the lines between the fences
   */
  public record Block(String section, String language, String mark, String text) {
    /** The same block with the values that variables are given in it, replaced by others. */
    public Block withValue(String variable, String value) {
      Matcher line = Pattern.compile("(?m)^" + variable + "=\\S*").matcher(text);
      if (!line.find()) {
        throw new NoSuchElementException("No line gives " + variable + " a value: " + text);
      }
      String replaced = line.replaceFirst(Matcher.quoteReplacement(variable + "=" + value));
      return new Block(section, language, mark, replaced);
    }
  }

  /** A page of this checkout, such as {@code docs/plain-mesos.md}. */
  public static Page of(String path) {
    try {
      return parse(Path.of(path), Files.readAllLines(HOME.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Page parse(Path path, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher heading = HEADING.matcher(lines.get(i));
      Matcher fence = FENCE.matcher(lines.get(i));
      if (heading.matches()) {
        section = heading.group(1);
      } else if (fence.matches()) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        blocks.add(new Block(section, fence.group(1), fence.group(2), text));
        i = end;
      }
    }
    return new Page(path, blocks);
  }

  /** Those of shell commands. */
  public List<Block> commands() {
    return blocks.stream().filter(block -> block.language().equals("sh")).toList();
  }

  /** Those of shell commands below a heading that begins so. */
  public List<Block> commands(String section) {
    List<Block> found =
        commands().stream().filter(block -> block.section().startsWith(section)).toList();
    if (found.isEmpty()) {
      throw new NoSuchElementException(path + " has no commands below \"" + section + "\"");
    }
    return found;
  }
}
