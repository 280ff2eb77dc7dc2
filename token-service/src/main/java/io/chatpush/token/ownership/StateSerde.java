package io.chatpush.token.ownership;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.MessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Records of our own state, in Avro's single-object encoding: the record says by which schema it
 * was written, and no registry is asked for what no other program reads.
 *
 * <p>Avro's own decoder reads such a record from a stream, and allocates whatever length a text
 * claims to have before it looks whether that many bytes follow. Ours reads from the array.
 */
final class StateSerde {

  /** Two bytes that mark the encoding, and eight of the schema's fingerprint. */
  private static final int HEADER_BYTES = 10;

  private static final short MARK = (short) 0xC301;

  private StateSerde() {}

  /**
   * Returns a serde for a topic: bytes that are not such a record are an exception.
   *
   * @param earlier schema files beside this class, one for each earlier format of the record, so
   *     that the state is read after an update
   */
  static <T extends SpecificRecordBase> Serde<T> of(
      Class<T> type, Schema schema, MessageEncoder<T> encoder, String... earlier) {
    Reading<T> reading = new Reading<>(type, schema);
    for (String file : earlier) {
      reading.alsoReads(schema(file));
    }
    return Serdes.serdeFrom((_, value) -> write(encoder, value), (_, bytes) -> reading.of(bytes));
  }

  /**
   * Returns a serde for a store: bytes that are not such a record are absent, since a thread that
   * ended at them would find them again.
   *
   * @param unreadable runs for each of them
   */
  static <T extends SpecificRecordBase> Serde<T> tolerant(Serde<T> strict, Runnable unreadable) {
    Deserializer<T> reading = strict.deserializer();
    return Serdes.serdeFrom(
        strict.serializer(),
        (topic, bytes) -> {
          try {
            return reading.deserialize(topic, bytes);
          } catch (SerializationException e) {
            unreadable.run();
            return null;
          }
        });
  }

  private static Schema schema(String file) {
    try (InputStream text = StateSerde.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return new SchemaParser().parse(text).mainSchema();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static <T> byte @Nullable [] write(MessageEncoder<T> encoder, @Nullable T value) {
    if (value == null) {
      return null;
    }
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new SerializationException("a record in memory cannot fail to be written", e);
    }
  }

  private static final class Reading<T extends SpecificRecordBase> {
    private final Class<T> type;
    private final Schema schema;
    private final Map<Long, DatumReader<T>> readers = new HashMap<>();

    Reading(Class<T> type, Schema schema) {
      this.type = type;
      this.schema = schema;
      alsoReads(schema);
    }

    /** Called before the first read. */
    void alsoReads(Schema writer) {
      readers.put(
          SchemaNormalization.parsingFingerprint64(writer),
          new SpecificDatumReader<>(writer, schema, SpecificData.getForClass(type)));
    }

    @Nullable T of(byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      DatumReader<T> reader =
          bytes.length < HEADER_BYTES || ByteBuffer.wrap(bytes).getShort() != MARK
              ? null
              : readers.get(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2));
      if (reader == null) {
        throw new SerializationException("not a " + type.getSimpleName() + " of a known version");
      }
      try {
        BinaryDecoder decoder =
            DecoderFactory.get()
                .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
        return reader.read(null, decoder);
      } catch (IOException | RuntimeException e) {
        // Avro has exceptions of many kinds, and their messages may quote the record.
        throw new SerializationException("not a " + type.getSimpleName());
      }
    }
  }
}
