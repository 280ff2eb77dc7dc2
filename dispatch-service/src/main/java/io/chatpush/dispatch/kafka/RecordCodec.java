package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.serde.RegistryUnavailableException;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Records to bytes and back, by the serializer and deserializer that {@code spring.kafka.*} names.
 *
 * <p>As thread-safe as those two are; both of chatpush's own are.
 */
public final class RecordCodec {

  private final Serializer<Object> serializer;
  private final Deserializer<Object> deserializer;

  /** Both sets of properties are as Boot builds them, the class names included. */
  @SuppressWarnings("unchecked") // Kafka's own contract for classes named by settings
  RecordCodec(Map<String, Object> producerProperties, Map<String, Object> consumerProperties) {
    serializer =
        (Serializer<Object>)
            instance(
                producerProperties, "value.serializer", "spring.kafka.producer.value-serializer");
    serializer.configure(producerProperties, false);
    deserializer =
        (Deserializer<Object>)
            instance(
                consumerProperties,
                "value.deserializer",
                "spring.kafka.consumer.value-deserializer");
    deserializer.configure(consumerProperties, false);
  }

  /**
   * Returns the bytes of a record for a topic.
   *
   * @throws SerializationException of {@link #isRegistryUnavailable} if the schema's id is not
   *     known yet and no registry answers
   */
  public byte[] encode(String topic, SpecificRecord record) {
    return serializer.serialize(topic, record);
  }

  /**
   * Returns the record that the bytes of a topic are.
   *
   * @throws UndecodableRecordException if they are not a record of that type and never will be
   * @throws SerializationException of {@link #isRegistryUnavailable} if no registry answers; the
   *     same bytes may be decoded later
   */
  public <T extends SpecificRecord> T decode(Class<T> type, String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new UndecodableRecordException(
          "a record without a value is no " + type.getSimpleName());
    }
    Object record;
    try {
      record = deserializer.deserialize(topic, bytes);
    } catch (SerializationException e) {
      if (isRegistryUnavailable(e)) {
        throw e;
      }
      throw new UndecodableRecordException(messageOf(e));
    } catch (RuntimeException | StackOverflowError e) {
      // The writer's schema may be recursive, and the bytes as deep as they like.
      throw new UndecodableRecordException(e.getClass().getName());
    }
    if (!type.isInstance(record)) {
      throw new UndecodableRecordException(
          "it holds "
              + (record == null ? "nothing" : record.getClass().getSimpleName())
              + ", wanted is "
              + type.getSimpleName());
    }
    return type.cast(record);
  }

  /**
   * Whether encoding or decoding failed because no schema registry answered, so that the same
   * record may succeed later.
   */
  public static boolean isRegistryUnavailable(Throwable failure) {
    return failure instanceof RegistryUnavailableException
        // Confluent's serializers report an unavailable registry like this.
        || (failure instanceof SerializationException && failure.getCause() instanceof IOException);
  }

  private static String messageOf(SerializationException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static Object instance(Map<String, Object> properties, String key, String setting) {
    Object named = properties.get(key);
    try {
      Class<?> type =
          named instanceof Class<?> known ? known : Class.forName(String.valueOf(named));
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          setting + " names " + named + ", which cannot be created", e);
    }
  }
}
