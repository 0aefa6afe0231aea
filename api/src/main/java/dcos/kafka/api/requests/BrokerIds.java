package dcos.kafka.api.requests;

import dcos.kafka.api.errors.Problem;

/** Broker ids in paths. */
public final class BrokerIds {

  private BrokerIds() {}

  /** Kafka's ids are whole numbers from 0; anything else is a 400. */
  public static int parse(String text) {
    if (text.matches("\\d{1,9}")) {
      return Integer.parseInt(text);
    }
    throw Problem.badRequest(
        "A broker id is a number such as 0, not \""
            + Shown.of(text)
            + "\". GET /v1/brokers lists them.");
  }

  /** What to answer when there is no such broker. */
  public static String unknown(int id) {
    return "There is no broker " + id + ". GET /v1/brokers lists those there are.";
  }
}
