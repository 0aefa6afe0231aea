package dcos.kafka.scheduler.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.config.setting.ConfigurationJson;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;

/**
 * Records as JSON documents, so that an operator can read them with ZooKeeper's own shell. What a
 * later version has added is passed over when read.
 */
final class Documents {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // What an earlier version did not write yet is empty.
          .withConfigOverride(SortedMap.class, Documents::emptyWhereAbsent)
          .withConfigOverride(List.class, Documents::emptyWhereAbsent)
          .addModule(
              new SimpleModule()
                  .addSerializer(TargetConfiguration.class, new ConfigurationWriter())
                  .addDeserializer(TargetConfiguration.class, new ConfigurationParser()))
          .build();

  private Documents() {}

  private static void emptyWhereAbsent(MutableConfigOverride type) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  static byte[] write(Object document) {
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new StoreException("a " + document.getClass().getSimpleName() + " can't be written", e);
    }
  }

  static <T> T read(String path, byte[] bytes, Class<T> type) {
    try {
      return JSON.readValue(bytes, type);
    } catch (IOException e) {
      throw new StoreException(
          "%s in ZooKeeper is not a %s that this version understands: %s"
              .formatted(path, type.getSimpleName(), e.getMessage()),
          e);
    }
  }

  /**
   * A configuration is stored as it is documented, so that it outlives our own classes; but for its
   * passwords.
   */
  private static final class ConfigurationWriter extends JsonSerializer<TargetConfiguration> {
    @Override
    public void serialize(
        TargetConfiguration value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      KafkaConfiguration kafka = value.kafka();
      SortedMap<String, String> sealed = Passwords.sealed(kafka.overrides(), Documents::salt);
      generator.writeTree(ConfigurationJson.toStore(value.with(kafka.withOverrides(sealed))));
    }
  }

  private static byte[] salt() {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return salt;
  }

  private static final class ConfigurationParser extends JsonDeserializer<TargetConfiguration> {
    @Override
    public TargetConfiguration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return ConfigurationJson.read(parser.<JsonNode>readValueAsTree());
    }
  }
}
