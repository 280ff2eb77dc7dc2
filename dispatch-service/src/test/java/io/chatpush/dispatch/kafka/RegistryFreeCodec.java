package io.chatpush.dispatch.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** A codec for tests that need no registry: a record's name, then the record. */
public final class RegistryFreeCodec {

  private static final String UNAVAILABLE = "test.unavailable";

  private RegistryFreeCodec() {}

  /** A new one. */
  public static RecordCodec create() {
    return new RecordCodec(
        Map.of("value.serializer", NamedSerializer.class),
        Map.of("value.deserializer", NamedDeserializer.class));
  }

  /**
   * A new one whose registry does not answer for the records that match, as long as they do.
   *
   * @param unavailable given the bytes of a record
   */
  public static RecordCodec create(Predicate<byte[]> unavailable) {
    return new RecordCodec(
        Map.of("value.serializer", NamedSerializer.class),
        Map.of("value.deserializer", NamedDeserializer.class, UNAVAILABLE, unavailable));
  }

  /** Writes what {@link NamedDeserializer} reads. */
  public static final class NamedSerializer implements Serializer<Object> {
    @Override
    public byte[] serialize(String topic, Object data) {
      SpecificRecord record = (SpecificRecord) data;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        new DataOutputStream(bytes).writeUTF(record.getSchema().getName());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(
                record.getSchema(), SpecificData.getForClass(record.getClass()))
            .write(record, encoder);
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  /** Reads what {@link NamedSerializer} writes. */
  public static final class NamedDeserializer implements Deserializer<Object> {
    private Predicate<byte[]> unavailable = bytes -> false;

    @Override
    @SuppressWarnings("unchecked") // set above
    public void configure(Map<String, ?> configs, boolean isKey) {
      Object set = configs.get(UNAVAILABLE);
      if (set != null) {
        unavailable = (Predicate<byte[]>) set;
      }
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
      if (unavailable.test(data)) {
        throw new SerializationException(
            "the registry does not answer", new IOException("connection refused"));
      }
      try {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(data));
        Class<?> type = Class.forName("io.chatpush.events." + in.readUTF());
        Schema schema = SpecificData.get().getSchema(type);
        return new SpecificDatumReader<Object>(schema, schema, SpecificData.getForClass(type))
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(data, data.length - in.available(), in.available(), null));
      } catch (IOException | ClassNotFoundException e) {
        throw new SerializationException("not a named record");
      }
    }
  }
}
