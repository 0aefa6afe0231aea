package dcos.kafka.api;

import dcos.kafka.api.brokers.BrokerService;
import dcos.kafka.api.configurations.ConfigurationService;
import dcos.kafka.api.connection.ConnectionService;
import dcos.kafka.api.debug.DebugService;
import dcos.kafka.api.events.EventService;
import dcos.kafka.api.health.HealthService;
import dcos.kafka.api.plans.PlanService;
import dcos.kafka.api.state.StateService;
import dcos.kafka.api.topics.TopicService;
import dcos.kafka.api.uninstall.UninstallService;

/**
 * Everything that the API asks of the service.
 *
 * @param name the service's name
 * @param brokers see there
 * @param plans see there
 * @param configurations see there
 * @param connection see there
 * @param state see there
 * @param health see there
 * @param debug see there
 * @param events see there
 * @param topics see there
 * @param uninstall see there
 */
public record ApiServices(
    String name,
    BrokerService brokers,
    PlanService plans,
    ConfigurationService configurations,
    ConnectionService connection,
    StateService state,
    HealthService health,
    DebugService debug,
    EventService events,
    TopicService topics,
    UninstallService uninstall) {}
