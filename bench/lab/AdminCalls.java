import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A bare AdminClient, as a program would use it: connected once, asked often. Run from source with
 * the scheduler's own client on the class path:
 *
 * <pre>java -cp 'kafka-scheduler/lib/*' AdminCalls.java BOOTSTRAP</pre>
 *
 * <p>Takes commands on its standard input and answers each with one line: {@code create FROM TO}
 * makes topics bench-FROM to bench-(TO-1); {@code list CALLS} and {@code describe TOPIC CALLS} tell
 * the median time of a call in milliseconds.
 */
final class AdminCalls {
  private static final int BATCH = 100;

  private AdminCalls() {}

  public static void main(String[] arguments) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", arguments[0]));
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ");
        System.out.println(
            switch (words[0]) {
              case "create" -> create(admin, number(words[1]), number(words[2]));
              case "list" -> median(() -> admin.listTopics().names().get(), number(words[1]));
              case "describe" ->
                  median(
                      () -> admin.describeTopics(List.of(words[1])).allTopicNames().get(),
                      number(words[2]));
              default -> throw new IllegalArgumentException(line);
            });
      }
    }
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private static String create(Admin admin, int from, int to) throws Exception {
    for (int first = from; first < to; first += BATCH) {
      List<NewTopic> batch = new ArrayList<>();
      for (int i = first; i < Math.min(to, first + BATCH); i++) {
        batch.add(new NewTopic("bench-" + i, 1, (short) 1));
      }
      admin.createTopics(batch).all().get();
    }
    return "created";
  }

  private static String median(Callable<?> call, int calls) throws Exception {
    double[] millis = new double[calls];
    for (int i = 0; i < calls; i++) {
      long began = System.nanoTime();
      call.call();
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    return String.valueOf(millis[calls / 2]);
  }
}
