package dcos.kafka.mesos.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads Mesos' JSON into a message, token by token, so that a large OFFERS event needs no tree.
 * Unknown fields and enum values are passed over and null means "not set", as Mesos itself reads
 * it; a value of the wrong kind is an error.
 */
final class JsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  // The most are those of the unsigned types, whose upper half Java holds as negative numbers.
  private static final BigDecimal LEAST_32 = BigDecimal.valueOf(Integer.MIN_VALUE);
  private static final BigDecimal MOST_32 = BigDecimal.valueOf(0xFFFF_FFFFL);
  private static final BigDecimal LEAST_64 = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST_64 = new BigDecimal("18446744073709551615");

  private final JsonParser json;

  private JsonReader(JsonParser json) {
    this.json = json;
  }

  static void read(byte[] bytes, Message.Builder into) throws MalformedMessageException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      JsonReader reader = new JsonReader(parser);
      parser.nextToken();
      reader.readMessage(into);
      if (parser.nextToken() != null) {
        throw new MalformedMessageException("Something follows the JSON message");
      }
    } catch (JsonProcessingException e) {
      throw new MalformedMessageException("Not a JSON message: " + e.getOriginalMessage(), e);
    } catch (MalformedMessageException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedMessageException("Not a JSON message: " + e.getMessage(), e);
    }
  }

  private void readMessage(Message.Builder into) throws IOException {
    expect(JsonToken.START_OBJECT, into.getDescriptorForType().getFullName());
    while (json.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = into.getDescriptorForType().findFieldByName(json.currentName());
      JsonToken value = json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        readField(into, field);
      }
    }
  }

  private void readField(Message.Builder into, FieldDescriptor field) throws IOException {
    if (field.isMapField()) {
      readMap(into, field);
    } else if (field.isRepeated()) {
      expect(JsonToken.START_ARRAY, field.getFullName());
      while (json.nextToken() != JsonToken.END_ARRAY) {
        Optional<Object> element = readValue(into, field);
        if (element.isPresent()) {
          into.addRepeatedField(field, element.get());
        }
      }
    } else {
      Optional<Object> value = readValue(into, field);
      if (value.isPresent()) {
        into.setField(field, value.get());
      }
    }
  }

  private void readMap(Message.Builder into, FieldDescriptor field) throws IOException {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    if (key.getJavaType() != FieldDescriptor.JavaType.STRING) {
      throw new MalformedMessageException(field.getFullName() + " has keys that aren't text");
    }
    expect(JsonToken.START_OBJECT, field.getFullName());
    while (json.nextToken() != JsonToken.END_OBJECT) {
      Message.Builder entry = into.newBuilderForField(field);
      entry.setField(key, json.currentName());
      json.nextToken();
      Optional<Object> read = readValue(entry, value);
      if (read.isPresent()) {
        entry.setField(value, read.get());
        into.addRepeatedField(field, entry.build());
      }
    }
  }

  /** Empty for an enum value that these protos don't know. */
  private Optional<Object> readValue(Message.Builder parent, FieldDescriptor field)
      throws IOException {
    return switch (field.getType()) {
      case MESSAGE, GROUP -> {
        Message.Builder child = parent.newBuilderForField(field);
        readMessage(child);
        yield Optional.of(child.buildPartial());
      }
      case ENUM -> {
        EnumValueDescriptor known = field.getEnumType().findValueByName(text(field));
        yield Optional.ofNullable(known);
      }
      case BYTES -> {
        expect(JsonToken.VALUE_STRING, field.getFullName());
        yield Optional.of(ByteString.copyFrom(json.getBinaryValue()));
      }
      case STRING -> Optional.of(text(field));
      case BOOL -> Optional.of(bool(field));
      case DOUBLE -> Optional.of(number(field).doubleValue());
      case FLOAT -> Optional.of(number(field).floatValue());
      case UINT32, FIXED32, INT32, SINT32, SFIXED32 ->
          Optional.of(number(field, LEAST_32, MOST_32).intValue());
      case UINT64, FIXED64, INT64, SINT64, SFIXED64 ->
          Optional.of(number(field, LEAST_64, MOST_64).longValue());
    };
  }

  private String text(FieldDescriptor field) throws IOException {
    expect(JsonToken.VALUE_STRING, field.getFullName());
    return json.getText();
  }

  private boolean bool(FieldDescriptor field) throws IOException {
    if (!json.currentToken().isBoolean()) {
      throw unexpected(field.getFullName());
    }
    return json.getBooleanValue();
  }

  /** A number; quoted too, as protobuf's own JSON has it for 64 bit. */
  private BigDecimal number(FieldDescriptor field) throws IOException {
    if (json.currentToken().isNumeric()) {
      return json.getDecimalValue();
    }
    try {
      return new BigDecimal(text(field));
    } catch (NumberFormatException e) {
      throw new MalformedMessageException(field.getFullName() + " is not a number", e);
    }
  }

  private BigDecimal number(FieldDescriptor field, BigDecimal least, BigDecimal most)
      throws IOException {
    BigDecimal number = number(field);
    if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
      throw new MalformedMessageException(field.getFullName() + " is out of range");
    }
    return number;
  }

  private void expect(JsonToken token, String what) throws MalformedMessageException {
    if (json.currentToken() != token) {
      throw unexpected(what);
    }
  }

  private MalformedMessageException unexpected(String what) {
    JsonToken token = json.currentToken();
    return new MalformedMessageException(
        token == null ? "The JSON ends where " + what + " belongs" : what + " can't be " + token);
  }
}
