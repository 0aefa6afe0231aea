package dcos.kafka.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Whether this machine has the memory for what is to run, in MB. */
final class Memory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  /**
   * Beside its heap, a broker's JVM takes metaspace, threads and buffers; its executor is a JVM
   * too.
   */
  private static final int BESIDE_HEAP_MB = 250;

  private static final int SCHEDULER_AND_LOCAL_MB = 500;
  private static final int DEFAULT_HEAP_MB = 1024;

  private Memory() {}

  /** What the brokers of an app and everything around them need. */
  static long needed(JsonNode app) {
    JsonNode environment = app.path("env");
    int heap = environment.path("BROKER_HEAP_MB").asInt();
    int memory = environment.path("BROKER_MEM").asInt();
    int heapOfEach = heap > 0 ? heap : Math.min(DEFAULT_HEAP_MB, memory / 2);
    return environment.path("BROKER_COUNT").asInt() * (long) (heapOfEach + BESIDE_HEAP_MB)
        + SCHEDULER_AND_LOCAL_MB;
  }

  /** What new programs can have; empty where the system doesn't tell. */
  static OptionalLong available() {
    if (!Files.isReadable(MEMINFO)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(MEMINFO).stream()
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
