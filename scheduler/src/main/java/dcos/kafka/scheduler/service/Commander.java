package dcos.kafka.scheduler.service;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Hands operators' commands to the core and its answers back. */
public final class Commander {

  private final Consumer<Event> core;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<Outcome<List<String>>>> open =
      new ConcurrentHashMap<>();

  /** Commands go to {@code core}. */
  public Commander(Consumer<Event> core) {
    this.core = core;
  }

  /** Completes when the command is durably recorded, or refused. */
  public CompletionStage<Outcome<List<String>>> command(Command command) {
    long id = ids.incrementAndGet();
    CompletableFuture<Outcome<List<String>>> answer = new CompletableFuture<>();
    open.put(id, answer);
    core.accept(new Event.Commanded(id, command));
    return answer;
  }

  /** The core's answer to a command. */
  public void answer(Effect.Answer answer) {
    CompletableFuture<Outcome<List<String>>> waiting = open.remove(answer.commandId());
    if (waiting != null) {
      waiting.completeAsync(answer::outcome);
    }
  }
}
