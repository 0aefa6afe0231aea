package dcos.kafka.api.health;

/** What the API asks of the service about its health; a snapshot, without blocking. */
public interface HealthService {

  /** How the service is now. */
  HealthView health();
}
