package io.chatpush.token.ownership;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.message.MessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Records of our own state, in Avro's single-object encoding: the record says by which schema it
 * was written, and no registry is asked for what no other program reads.
 */
final class StateSerde {

  private StateSerde() {}

  static <T> Serde<T> of(MessageEncoder<T> encoder, MessageDecoder<T> decoder) {
    return Serdes.serdeFrom(
        (_, value) -> write(encoder, value), (_, bytes) -> read(decoder, bytes));
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

  private static <T> @Nullable T read(MessageDecoder<T> decoder, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return decoder.decode(bytes);
    } catch (IOException e) {
      throw new SerializationException("state that this version cannot read", e);
    }
  }
}
