package io.chatpush.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the contract's records in the Confluent wire format: a zero byte, the schema's id in the
 * registry as four bytes, the record in Avro's binary encoding. {@code null} stays {@code null}: a
 * tombstone.
 *
 * <p>Configured by the properties of Confluent's {@code KafkaAvroSerializer}; {@code
 * auto.register.schemas} is off by default, unlike there. The first record of a topic asks the
 * registry for the id unless {@link SchemaWarmUp} did before, and waits for {@code lookup.wait.ms}
 * at most.
 *
 * <p>Throws {@link RegistryUnavailableException} when waiting helps, {@link
 * ContractViolationException} when it does not. Safe for use by many threads.
 */
public final class AvroSerializer implements Serializer<Object> {

  private record TopicSchema(String topic, Schema schema) {}

  private final ConcurrentMap<TopicSchema, RecordWriter> writers = new ConcurrentHashMap<>();
  private final Spare<Buffer> buffers = new Spare<>(Buffer::new);
  private @Nullable CachedRegistry registry;
  private boolean register;

  /** Creates a serializer that must be configured before use. */
  public AvroSerializer() {}

  /**
   * @throws ConfigException naming the property that is missing, wrong or not supported
   */
  @Override
  public void configure(Map<String, ?> properties, boolean isKey) {
    WireFormat.refuseKeys(isKey);
    SerdeConfig config = new SerdeConfig(properties);
    registry = CachedRegistry.shared(config.registry());
    register = config.autoRegister();
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Object data) {
    if (data == null) {
      return null;
    }
    if (!(data instanceof SpecificRecord value)) {
      throw new ContractViolationException(
          "topic "
              + topic
              + ": a "
              + data.getClass().getName()
              + " is not a record of the contract");
    }
    TopicSchema key = new TopicSchema(topic, value.getSchema());
    RecordWriter writer = writers.get(key);
    if (writer == null) {
      writer = writer(topic, key.schema());
      writers.put(key, writer);
    }
    return writer.write(value);
  }

  private RecordWriter writer(String topic, Schema schema) {
    if (registry == null) {
      throw new IllegalStateException("configure() was not called");
    }
    String subject = Contract.subject(topic);
    String where = "topic " + topic + ", subject " + subject + ", registry " + registry.urls();
    if (Contract.record(schema.getFullName()) == null || !Contract.allows(topic, schema)) {
      throw new ContractViolationException(
          where + ": this topic does not hold " + schema.getFullName());
    }
    Optional<Integer> id;
    try {
      id = registry.id(subject, schema, register);
    } catch (RegistryUnavailableException e) {
      throw new RegistryUnavailableException("topic " + topic + ": " + e.getMessage(), e.isAlive());
    }
    return new RecordWriter(
        where,
        id.orElseThrow(() ->
            new ContractViolationException(
                where
                    + ": the subject does not have this version of "
                    + schema.getFullName()
                    + "; register it, or set "
                    + SerdeConfig.AUTO_REGISTER
                    + "=true")),
        new SpecificDatumWriter<>(schema));
  }

  /** Writes records of one schema to one topic. */
  private final class RecordWriter {
    private final String where;
    private final int id;
    private final SpecificDatumWriter<SpecificRecord> avro;

    RecordWriter(String where, int id, SpecificDatumWriter<SpecificRecord> avro) {
      this.where = where;
      this.id = id;
      this.avro = avro;
    }

    byte[] write(SpecificRecord value) {
      Buffer buffer = buffers.take();
      try {
        byte[] bytes = buffer.encode(id, value, avro);
        buffers.giveBack(buffer);
        return bytes;
      } catch (NullPointerException e) {
        // Avro's message is the path of the missing field and no value.
        throw violation(value, String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException e) {
        // Avro has an exception of its own for some values only: an Instant out of range is an
        // ArithmeticException.
        throw violation(value, e.getClass().getSimpleName());
      }
    }

    private ContractViolationException violation(SpecificRecord value, String reason) {
      return new ContractViolationException(
          where
              + ", schema id "
              + id
              + ": a "
              + value.getSchema().getName()
              + " cannot be written: "
              + reason);
    }
  }

  private static final class Buffer extends ByteArrayOutputStream {
    /** A larger one is not kept: one large record must not hold its memory forever. */
    private static final int LARGEST_KEPT = 1 << 16;

    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(this, null);

    Buffer() {
      super(1024);
    }

    byte[] encode(int id, SpecificRecord value, SpecificDatumWriter<SpecificRecord> avro)
        throws IOException {
      count = 0;
      buf[count++] = WireFormat.MAGIC;
      buf[count++] = (byte) (id >>> 24);
      buf[count++] = (byte) (id >>> 16);
      buf[count++] = (byte) (id >>> 8);
      buf[count++] = (byte) id;
      avro.write(value, encoder);
      encoder.flush();
      byte[] bytes = toByteArray();
      if (buf.length > LARGEST_KEPT) {
        buf = new byte[1024];
      }
      return bytes;
    }
  }
}
