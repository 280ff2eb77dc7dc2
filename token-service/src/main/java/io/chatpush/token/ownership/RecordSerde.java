package io.chatpush.token.ownership;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** The configured serde of all records, narrowed to one type and one topic. */
final class RecordSerde {

  private RecordSerde() {}

  /**
   * A serde of {@code type} under the subject of {@code topic}, wherever it is used: the state
   * store then needs no subject of its own in the registry.
   */
  static <T> Serde<T> of(Class<T> type, String topic, Serde<Object> serde) {
    return Serdes.serdeFrom(
        (ignored, value) -> serde.serializer().serialize(topic, value),
        (ignored, bytes) -> cast(type, topic, serde.deserializer().deserialize(topic, bytes)));
  }

  private static <T> @Nullable T cast(Class<T> type, String topic, @Nullable Object value) {
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    throw new SerializationException(
        topic + " holds a " + value.getClass().getSimpleName() + ", not a " + type.getSimpleName());
  }
}
