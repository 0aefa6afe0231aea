package dcos.kafka.executor;

import dcos.kafka.mesos.executor.ExecutorEnvironment;

/** Runs the executor in the environment that a Mesos agent made. */
public final class Main {
  private Main() {}

  /**
   * Takes no arguments; exits with 1 when no Mesos agent started it or it made a mistake, else 0.
   */
  public static void main(String[] arguments) throws InterruptedException {
    ExecutorEnvironment environment;
    try {
      environment = ExecutorEnvironment.from(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    KafkaExecutor executor = new KafkaExecutor(environment);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(executor), "signal"));
    System.exit(executor.run());
  }

  private static void stop(KafkaExecutor executor) {
    try {
      executor.shutdown("it was signalled");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
