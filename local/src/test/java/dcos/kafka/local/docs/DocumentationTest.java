package dcos.kafka.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the pages of docs/ point to is there. */
class DocumentationTest {
  /** Tests run in the folder of their module. */
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  /** A command of ours; one elsewhere has a folder before bin/. */
  private static final Pattern COMMAND = Pattern.compile("(?<![\\w/.-])bin/[\\w.-]*\\w");

  /** Commands of this checkout, and of the archives that are made of it. */
  private static final List<String> BIN_FOLDERS =
      List.of("", "scheduler/src/main/dist", "executor/src/main/archive", "universe/src/kafka");

  /** A path in one of our folders, as code; what the build makes is not there before it. */
  private static final Pattern PATH =
      Pattern.compile(
          "`((?:mesos|api|scheduler|executor|universe|local|cli-python|bench|docs)/[\\w./-]*\\w)`");

  /**
   * Pages whose shell blocks are run: by {@code GettingStartedIT}, {@code PlainMesosIT}, and line
   * by line by {@code DocumentedCallsIT}.
   */
  private static final Set<String> RUN_BY_TESTS =
      Set.of(
          "docs/getting-started.md",
          "docs/plain-mesos.md",
          "docs/operations.md",
          "docs/clients.md",
          "docs/troubleshooting.md");

  /** Why a block isn't, or how it is; {@code docs/testing.md} explains them. */
  private static final Set<String> MARKS = Set.of("needs-dcos", "by-hand", "own-terminal", "fails");

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
      List<Path> pages = new ArrayList<>(docs.filter(p -> p.toString().endsWith(".md")).toList());
      pages.add(HOME.resolve("README.md"));
      return pages.stream().map(HOME::relativize);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsSomewhere(Path page) throws IOException {
    assertThat(found(LINK, text(page)))
        .filteredOn(target -> !ELSEWHERE.matcher(target).matches())
        .allSatisfy(
            target -> {
              String[] parts = target.split("#", 2);
              Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
              assertThat(HOME.resolve(file)).exists();
              if (parts.length == 2) {
                assertThat(anchors(file)).contains(parts[1]);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandInBinIsThere(Path page) throws IOException {
    assertThat(found(COMMAND, text(page)))
        .allSatisfy(
            command ->
                assertThat(BIN_FOLDERS)
                    .anyMatch(folder -> Files.isExecutable(HOME.resolve(folder).resolve(command))));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPathInThisRepositoryIsThere(Path page) throws IOException {
    assertThat(found(PATH, text(page)))
        .filteredOn(path -> !path.contains("/target/"))
        .allSatisfy(path -> assertThat(HOME.resolve(path)).exists());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyShellBlockIsRunByATestOrSaysWhyNot(Path page) {
    assertThat(Page.of(page.toString()).commands())
        .allSatisfy(
            block -> {
              if (!block.mark().isEmpty() || !RUN_BY_TESTS.contains(page.toString())) {
                assertThat(MARKS).contains(block.mark());
              }
            });
  }

  @Test
  void javaOfTheClientsPageIsWhatIsCompiledAndRun() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dcos/kafka/local/system/ClientExamples.java"));
    assertThat(Page.of("docs/clients.md").blocks())
        .filteredOn(block -> block.language().equals("java"))
        .hasSize(2)
        .allSatisfy(block -> assertThat(source).containsIgnoringWhitespaces(block.text()));
  }

  @Test
  void anchorsAreMadeOfHeadingsAsGitHubMakesThem() {
    assertThat(anchor("Mesos says \"Framework has been removed\"."))
        .isEqualTo("mesos-says-framework-has-been-removed");
    assertThat(anchor("`bin/test`: all, and one by one")).isEqualTo("bintest-all-and-one-by-one");
  }

  private static String text(Path page) throws IOException {
    return Files.readString(HOME.resolve(page));
  }

  private static List<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(DocumentationTest::lastGroup).distinct().toList();
  }

  private static String lastGroup(MatchResult result) {
    return result.group(result.groupCount());
  }

  private static List<String> anchors(Path page) throws IOException {
    String prose = CODE_BLOCK.matcher(text(page)).replaceAll("");
    return found(HEADING, prose).stream().map(DocumentationTest::anchor).toList();
  }

  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }
}
