package dcos.kafka.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFilterTest {

  @RegisterExtension static final RunningApi api = new RunningApi(Set.of("uSeR_t0k3n", "another"));

  @ParameterizedTest
  @ValueSource(
      strings = {"token=uSeR_t0k3n", "token=another", "Bearer uSeR_t0k3n", "token=\"another\""})
  void letsInWhoHasAToken(String header) {
    assertThat(api.send("GET", "/v1/brokers", "Authorization", header).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token=wrong", "uSeR_t0k3n", "token=", "Basic dXNlcjpwYXNz", " "})
  void refusesWhoHasNone(String header) {
    Answer answer = api.send("GET", "/v1/brokers", "Authorization", header);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("code").asInt()).isEqualTo(401);
    assertThat(answer.message()).contains("Authorization: token=");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void doesNotTellStrangersWhichPathsThereAre() {
    assertThat(api.get("/v1/no/such/path").status()).isEqualTo(401);
    assertThat(api.send("PUT", "/v1/brokers/0?replace=true").status()).isEqualTo(401);
    assertThat(api.send("OPTIONS", "/v1/brokers").status()).isEqualTo(401);
  }

  @Test
  void leavesHealthOpenAndNothingThatLooksLikeIt() {
    assertThat(api.get("/v1/health").status()).isEqualTo(200);
    assertThat(api.get("/v1/health/").status()).isIn(200, 401);
    assertThat(api.get("/v1/brokers?v1/health").status()).isEqualTo(401);
    assertThat(api.get("/v1/healthy").status()).isEqualTo(401);
  }

  @Test
  void readsTokensFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokens");
    Files.writeString(file, "# for operators\n\n  first \nsecond\n");

    Tokens tokens = Tokens.read(file);

    assertThat(tokens.contains("first")).isTrue();
    assertThat(tokens.contains("second")).isTrue();
    assertThat(tokens.contains("# for operators")).isFalse();
    assertThat(tokens.contains("")).isFalse();
  }

  @Test
  void refusesAFileWithoutTokens(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokens");
    Files.writeString(file, "# none\n");

    assertThatThrownBy(() -> Tokens.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no token");
  }
}
