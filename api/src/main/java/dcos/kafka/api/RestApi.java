package dcos.kafka.api;

import dcos.kafka.api.brokers.BrokerResource;
import dcos.kafka.api.configurations.ConfigurationResource;
import dcos.kafka.api.connection.ConnectionResource;
import dcos.kafka.api.debug.DebugResource;
import dcos.kafka.api.errors.ErrorMapper;
import dcos.kafka.api.events.EventResource;
import dcos.kafka.api.health.HealthResource;
import dcos.kafka.api.json.ApiJson;
import dcos.kafka.api.openapi.OpenApiResource;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.plans.PlanResource;
import dcos.kafka.api.plans.PlansResource;
import dcos.kafka.api.pods.PodResource;
import dcos.kafka.api.requests.UnknownParameters;
import dcos.kafka.api.security.SecurityHeaders;
import dcos.kafka.api.state.StateResource;
import dcos.kafka.api.topics.TopicOperations;
import dcos.kafka.api.topics.TopicResource;
import dcos.kafka.api.uninstall.UninstallResource;
import java.util.List;

/**
 * The whole REST API, to be hung into a Jersey application at its root ({@code rootPath: /}), with
 * Dropwizard's own exception mappers left out ({@code registerDefaultExceptionMappers: false})
 * since {@link ErrorMapper} answers for all, and with a JSON mapper that went through {@link
 * ApiJson}.
 */
public final class RestApi {

  private RestApi() {}

  /**
   * The components to register with Jersey.
   *
   * @param services what the resources ask
   * @param answers how answers that come later are written
   */
  public static List<Object> components(ApiServices services, Answers answers) {
    return List.of(
        new BrokerResource(services.brokers(), answers),
        new PodResource(services.name(), services.brokers(), answers),
        new PlanResource(services.plans(), answers),
        new PlansResource(services.plans(), answers),
        new ConfigurationResource(services.configurations()),
        new ConnectionResource(services.connection()),
        new StateResource(services.state()),
        new HealthResource(services.health()),
        new DebugResource(services.debug(), answers),
        new EventResource(services.events()),
        new TopicResource(services.topics(), answers),
        new TopicOperations(services.topics(), answers),
        new UninstallResource(services.name(), services.uninstall(), answers),
        new OpenApiResource(),
        new UnknownParameters(),
        new ErrorMapper(),
        new SecurityHeaders());
  }
}
