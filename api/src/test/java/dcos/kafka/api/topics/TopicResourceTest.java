package dcos.kafka.api.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicResourceTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void listsTopics() {
    assertThat(api.get("/v1/topics").body()).isEqualTo("[\n  \"topic0\",\n  \"topic1\"\n]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void describesATopicAsDocumented(String method) {
    Answer answer = api.send(method, "/v1/topics/topic1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"partitions\":["
                + "{\"0\":{\"controller_epoch\":1,\"isr\":[0,1,2],\"leader\":0,\"leader_epoch\":0,\"version\":1}},"
                + "{\"1\":{\"controller_epoch\":1,\"isr\":[1,2,0],\"leader\":1,\"leader_epoch\":0,\"version\":1}}]}");
  }

  @Test
  void createsATopic() {
    Answer answer =
        api.send(
            "POST", "/v1/topics?name=topic1&partitions=3&replication=2&config.retention.ms=1000");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.message()).isEqualTo("Output: Created topic \"topic1\".\n");
    assertThat(api.service().topics.created)
        .containsExactly(new TopicRequest("topic1", 3, (short) 2, Map.of("retention.ms", "1000")));
  }

  @ParameterizedTest
  @CsvSource({
    "partitions=3&replication=3,\"name\" is missing",
    "name=a&replication=3,\"partitions\" is missing",
    "name=a&partitions=3,\"replication\" is missing",
    "name=a&partitions=0&replication=1,from 1 to 200000",
    "name=a&partitions=x&replication=1,'not \"x\"'",
    "name=a&partitions=1&replication=99999999999999999999,from 1 to 32767",
    "name=a%20b&partitions=1&replication=1,can't be the name of a topic",
    "name=..&partitions=1&replication=1,can't be the name of a topic",
    "name=unavailable_partitions&partitions=1&replication=1,Take another name"
  })
  void saysWhatIsWrongWithATopic(String parameters, String sentence) {
    Answer answer = api.send("POST", "/v1/topics?" + parameters);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(sentence);
    assertThat(api.service().topics.asked).isEmpty();
  }

  @Test
  void refusesANameLongerThanKafkasLimit() {
    String tooLong = "a".repeat(250);

    assertThat(api.get("/v1/topics/" + tooLong).status()).isEqualTo(400);
    assertThat(api.get("/v1/topics/" + tooLong.substring(1)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "'',Last[]",
    "?time=last,Last[]",
    "?time=-1,Last[]",
    "?time=first,First[]",
    "?time=-2,First[]",
    "?time=1500000000000,At[epochMillis=1500000000000]"
  })
  void readsOffsetsAtATime(String query, String asked) {
    Answer answer = api.get("/v1/topics/topic1/offsets" + query);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo("[{\"0\":\"333\"},{\"1\":\"333\"},{\"2\":\"334\"}]");
    assertThat(api.service().topics.asked).containsExactly("offsets topic1 " + asked);
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThat(api.get("/v1/topics/topic1/offsets?time=-3").status()).isEqualTo(400);
    assertThat(api.get("/v1/topics/topic1/offsets?time=now").message()).contains("first, last");
  }

  @Test
  void deletesATopic() {
    String message =
        "Topic topic1 is marked for deletion.\n"
            + "Note: This will have no impact if delete.topic.enable is not set to true.\n";

    Answer deleted = api.send("DELETE", "/v1/topics/topic1");
    api.service().topics.deletion = TopicService.Deletion.DISABLED;
    Answer disabled = api.send("DELETE", "/v1/topics/topic1");

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.message()).isEqualTo(message);
    assertThat(disabled.status()).isEqualTo(202);
    assertThat(disabled.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"under_replicated_partitions", "unavailable_partitions"})
  void tellsWhatIsWrongWithReplicas(String path) {
    Answer none = api.get("/v1/topics/" + path);
    api.service().topics.lines = "\tTopic: a\n";
    Answer some = api.get("/v1/topics/" + path);

    assertThat(none.body()).isEqualTo("{\n  \"message\": \"\"\n}");
    assertThat(some.message()).isEqualTo("Output: \tTopic: a\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?operation=partitions&", "/operation/partitions?"})
  void addsPartitions(String spelling) {
    Answer answer = api.send("PUT", "/v1/topics/topic1" + spelling + "partitions=2");

    assertThat(answer.message())
        .startsWith("Output: WARNING: ")
        .endsWith("\nAdding partitions succeeded!\n");
    assertThat(api.service().topics.asked).containsExactly("partitions topic1 2");
  }

  @ParameterizedTest
  @CsvSource({
    "'',\"operation\" is missing; possible are producer-test and partitions",
    "?operation=delete,possible are producer-test and partitions",
    "?operation=partitions,\"partitions\" is missing",
    "?operation=producer-test,\"messages\" is missing",
    "?operation=producer-test&messages=10000001,from 1 to 10000000"
  })
  void saysWhatIsWrongWithAnOperation(String query, String sentence) {
    Answer answer = api.send("PUT", "/v1/topics/topic1" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(sentence);
    assertThat(api.service().topics.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/topics",
    "GET,/v1/topics/a",
    "GET,/v1/topics/a/offsets",
    "POST,/v1/topics?name=a&partitions=1&replication=1",
    "PUT,/v1/topics/a?operation=partitions&partitions=1",
    "DELETE,/v1/topics/a",
    "GET,/v1/topics/unavailable_partitions"
  })
  void passesKafkasRefusalsOn(String method, String path) {
    for (Refusal refusal : Refusal.values()) {
      api.service().topics.refusal =
          Optional.of(new Outcome.Refused<>(refusal, "Because of " + refusal));

      Answer answer = api.send(method, path);

      assertThat(answer.status()).isEqualTo(refusal.status());
      assertThat(answer.message()).isEqualTo("Because of " + refusal);
    }
  }
}
