package io.chatpush.schemas.serde;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in the Confluent wire format into the contract's generated classes, whichever
 * version of their schema they were written with. {@code null} stays {@code null}: a tombstone.
 *
 * <p>A topic of {@link io.chatpush.schemas.Topics} yields the record it is meant to hold and
 * nothing else; any other topic yields whichever record of the contract its bytes are.
 *
 * <p>Throws {@link RegistryUnavailableException} when waiting helps, {@link
 * ContractViolationException} when the record is to be dead-lettered, and nothing else, whatever
 * the bytes are. A call waits for a registry for {@code lookup.wait.ms} at most. Safe for use by
 * many threads.
 */
public final class AvroDeserializer implements Deserializer<Object> {

  /**
   * A broker counts a compressed record as it came, so 1 MB of batch may hold a gigabyte; and a
   * byte of Avro may become 30 bytes of objects. No push needs more than some 100 KB.
   */
  static final int MAX_BYTES = 2 << 20;

  private record TopicId(String topic, int id) {}

  private final ConcurrentMap<TopicId, RecordReader> readers = new ConcurrentHashMap<>();
  private final Spare<Decoding> decodings = new Spare<>(Decoding::new);
  private @Nullable CachedRegistry registry;

  /** Creates a deserializer that must be configured before use. */
  public AvroDeserializer() {}

  /**
   * @throws ConfigException naming the property that is missing, wrong or not supported
   */
  @Override
  public void configure(Map<String, ?> properties, boolean isKey) {
    WireFormat.refuseKeys(isKey);
    registry = CachedRegistry.shared(new SerdeConfig(properties).registry());
  }

  @Override
  public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    if (data.length > MAX_BYTES) {
      throw new ContractViolationException(
          "topic "
              + topic
              + ": "
              + data.length
              + " bytes, more than the "
              + MAX_BYTES
              + " allowed");
    }
    if (!WireFormat.hasHeader(data)) {
      throw new ContractViolationException(
          "topic "
              + topic
              + ": "
              + data.length
              + " bytes that are not in the Confluent wire format");
    }
    TopicId key = new TopicId(topic, WireFormat.id(data));
    RecordReader reader = readers.get(key);
    if (reader == null) {
      reader = reader(key);
      readers.put(key, reader);
    }
    return reader.read(data);
  }

  private RecordReader reader(TopicId key) {
    if (registry == null) {
      throw new IllegalStateException("configure() was not called");
    }
    String where =
        "topic " + key.topic() + ", schema id " + key.id() + ", registry " + registry.urls();
    Schema writer = writer(registry, key, where);
    Schema reader = Contract.record(writer.getFullName());
    if (reader == null || !Contract.allows(key.topic(), writer)) {
      throw new ContractViolationException(
          where + ": this topic does not hold " + RegistryHttp.excerpt(writer.getFullName()));
    }
    var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new ContractViolationException(
          where
              + ": the schema cannot be read as this version's "
              + reader.getName()
              + ": "
              + RegistryHttp.excerpt(
                  compatibility.getResult().getIncompatibilities().stream()
                      .map(i -> i.getType() + " at " + i.getLocation())
                      .collect(Collectors.joining(", "))));
    }
    return new RecordReader(where, fastReader(where, writer, reader));
  }

  /**
   * Avro's fast reader, which resolves the schemas once and not for every record. It works with no
   * model but its own, so not with the {@link io.chatpush.events.RecordModel} that the generated
   * classes name, which differs in {@code toString()} alone.
   */
  private static DatumReader<Object> fastReader(String where, Schema writer, Schema reader) {
    SpecificData model = new SpecificData();
    model.addLogicalTypeConversion(new TimestampMillisConversion());
    try {
      return new FastReaderBuilder(model).createDatumReader(writer, reader);
    } catch (IOException | RuntimeException e) {
      // Avro has exceptions of many kinds for schemas that pass its own check of compatibility.
      throw new ContractViolationException(
          where + ": no reader can be made of the schema: " + e.getClass().getSimpleName());
    }
  }

  private static Schema writer(CachedRegistry registry, TopicId key, String where) {
    try {
      return registry
          .schema(key.id())
          .orElseThrow(() ->
              new ContractViolationException(
                  where + ": the registry does not know this schema id"));
    } catch (RegistryUnavailableException e) {
      throw new RegistryUnavailableException(
          "topic " + key.topic() + ": " + e.getMessage(), e.isAlive());
    }
  }

  /** Reads records that were written with one schema from one topic. */
  private final class RecordReader {
    private final String where;
    private final DatumReader<Object> avro;

    RecordReader(String where, DatumReader<Object> avro) {
      this.where = where;
      this.avro = avro;
    }

    Object read(byte[] data) {
      Decoding decoding = decodings.take();
      try {
        Object value = decoding.decode(data, avro);
        decodings.giveBack(decoding);
        return value;
      } catch (TrailingBytesException e) {
        throw new ContractViolationException(where + ": the record ends before its bytes do");
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
        // Anything can come out of Avro for bytes that are not of the schema they claim. An error
        // of this kind leaves nothing behind but the record, and must not end the thread.
        throw new ContractViolationException(
            where + ": the bytes are not a record of this schema: " + e.getClass().getSimpleName());
      }
    }
  }

  private static final class TrailingBytesException extends IOException {}

  private static final class Decoding {
    private @Nullable BinaryDecoder decoder;

    Object decode(byte[] data, DatumReader<Object> avro) throws IOException {
      int length = data.length - WireFormat.HEADER_BYTES;
      decoder = DecoderFactory.get().binaryDecoder(data, WireFormat.HEADER_BYTES, length, decoder);
      Object value = avro.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new TrailingBytesException();
      }
      return value;
    }
  }
}
