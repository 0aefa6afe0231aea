package dcos.kafka.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.api.configurations.AcceptedConfiguration;
import dcos.kafka.api.configurations.ConfigurationService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configurations that a test put there. */
public final class FakeConfigurations implements ConfigurationService {

  /** By id. */
  public final Map<String, JsonNode> documents = new LinkedHashMap<>();

  /** How they came to be. */
  public final List<AcceptedConfiguration> history = new ArrayList<>();

  /** The target's id. */
  public Optional<String> target = Optional.empty();

  @Override
  public List<String> ids() {
    return List.copyOf(documents.keySet());
  }

  @Override
  public List<AcceptedConfiguration> history() {
    return List.copyOf(history);
  }

  @Override
  public Optional<JsonNode> configuration(String id) {
    return Optional.ofNullable(documents.get(id));
  }

  @Override
  public Optional<String> targetId() {
    return target;
  }

  void reset() {
    documents.clear();
    history.clear();
    target = Optional.empty();
  }
}
