package io.chatpush.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * {@link AvroSerializer} and {@link AvroDeserializer} for one record, as Kafka Streams takes them.
 * A record of another class is a {@link ContractViolationException}.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

  private final Class<T> record;
  private final AvroSerializer serializer = new AvroSerializer();
  private final AvroDeserializer deserializer = new AvroDeserializer();

  /** Of use after {@link #configure}. */
  public AvroSerde(Class<T> record) {
    this.record = record;
  }

  @Override
  public void configure(Map<String, ?> properties, boolean isKey) {
    serializer.configure(properties, isKey);
    deserializer.configure(properties, isKey);
  }

  @Override
  public Serializer<T> serializer() {
    return serializer::serialize;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this::deserialize;
  }

  private @Nullable T deserialize(String topic, byte @Nullable [] data) {
    Object value = deserializer.deserialize(topic, data);
    if (value != null && !record.isInstance(value)) {
      throw new ContractViolationException(
          "topic "
              + topic
              + ": a "
              + value.getClass().getName()
              + " where "
              + record.getName()
              + " is read");
    }
    return record.cast(value);
  }
}
