package dcos.kafka.mesos.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/** The two forms in which Mesos takes calls and sends events. Both carry the same messages. */
public enum MessageFormat {
  /** Protocol buffers: small and fast. */
  PROTOBUF("application/x-protobuf") {
    @Override
    public byte[] encode(Message message) {
      return message.toByteArray();
    }

    @Override
    void merge(byte[] bytes, Message.Builder into) throws MalformedMessageException {
      try {
        into.mergeFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new MalformedMessageException("Not a protobuf message: " + e.getMessage(), e);
      }
    }
  },

  /**
   * JSON as Mesos writes it: proto field names, every number as a number (64 bit too), enums by
   * name, bytes as base64. On reading, what is not in the protos is ignored, because a newer Mesos
   * may say more.
   */
  JSON("application/json") {
    @Override
    public byte[] encode(Message message) {
      return JsonWriter.write(message);
    }

    @Override
    void merge(byte[] bytes, Message.Builder into) throws MalformedMessageException {
      JsonReader.read(bytes, into);
    }
  };

  private final String mediaType;

  MessageFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * The value of Content-Type and Accept. Mesos compares it as text, so nothing such as a charset
   * may follow it (415 otherwise).
   */
  public String mediaType() {
    return mediaType;
  }

  /** The bytes of a message, without any framing. */
  public abstract byte[] encode(Message message);

  /**
   * Reads one message.
   *
   * @param into an empty builder of the expected type; it is filled and returned
   * @throws MalformedMessageException when the bytes aren't such a message, or a required field is
   *     missing
   */
  public <B extends Message.Builder> B decode(byte[] bytes, B into)
      throws MalformedMessageException {
    merge(bytes, into);
    if (!into.isInitialized()) {
      throw new MalformedMessageException(
          "A "
              + into.getDescriptorForType().getFullName()
              + " lacks "
              + into.getInitializationErrorString());
    }
    return into;
  }

  abstract void merge(byte[] bytes, Message.Builder into) throws MalformedMessageException;
}
