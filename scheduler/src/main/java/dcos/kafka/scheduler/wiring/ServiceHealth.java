package dcos.kafka.scheduler.wiring;

import com.codahale.metrics.health.HealthCheck;
import dcos.kafka.api.ApiServices;
import dcos.kafka.api.health.HealthView;

/** Dropwizard's admin health check, which says what {@code /v1/health} says. */
final class ServiceHealth extends HealthCheck {

  private final ApiServices services;

  ServiceHealth(ApiServices services) {
    this.services = services;
  }

  @Override
  protected Result check() {
    HealthView health = services.health().health();
    return health.healthy() ? Result.healthy(health.message()) : Result.unhealthy(health.message());
  }
}
