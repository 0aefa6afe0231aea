package dcos.kafka.mesos.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * Writes a message as Mesos writes its JSON. Protobuf's own JsonFormat is no choice: it quotes 64
 * bit numbers.
 */
final class JsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonWriter() {}

  static byte[] write(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writeMessage(json, message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeMessage(JsonGenerator json, MessageOrBuilder message)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      json.writeFieldName(field.getName());
      if (field.isMapField()) {
        writeMap(json, field, (List<?>) entry.getValue());
      } else if (field.isRepeated()) {
        json.writeStartArray();
        for (Object element : (List<?>) entry.getValue()) {
          writeValue(json, field, element);
        }
        json.writeEndArray();
      } else {
        writeValue(json, field, entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private static void writeMap(JsonGenerator json, FieldDescriptor field, List<?> entries)
      throws IOException {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    json.writeStartObject();
    for (Object element : entries) {
      MessageOrBuilder entry = (MessageOrBuilder) element;
      json.writeFieldName(String.valueOf(entry.getField(key)));
      writeValue(json, value, entry.getField(value));
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, FieldDescriptor field, Object value)
      throws IOException {
    switch (field.getType()) {
      case MESSAGE, GROUP -> writeMessage(json, (MessageOrBuilder) value);
      case ENUM -> json.writeString(((EnumValueDescriptor) value).getName());
      case BYTES -> json.writeBinary(((ByteString) value).toByteArray());
      case STRING -> json.writeString((String) value);
      case BOOL -> json.writeBoolean((Boolean) value);
      case DOUBLE -> json.writeNumber((Double) value);
      case FLOAT -> json.writeNumber((Float) value);
      case UINT32, FIXED32 -> json.writeNumber(Integer.toUnsignedLong((Integer) value));
      case UINT64, FIXED64 -> json.writeNumber(new BigInteger(Long.toUnsignedString((Long) value)));
      case INT32, SINT32, SFIXED32 -> json.writeNumber((Integer) value);
      case INT64, SINT64, SFIXED64 -> json.writeNumber((Long) value);
    }
  }
}
