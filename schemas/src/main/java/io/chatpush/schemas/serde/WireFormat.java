package io.chatpush.schemas.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.config.ConfigException;

/** A zero byte, four bytes of schema id, the record: what every Confluent serializer writes. */
final class WireFormat {

  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;

  private WireFormat() {}

  static boolean hasHeader(byte[] data) {
    return data.length >= HEADER_BYTES && data[0] == MAGIC;
  }

  static int id(byte[] data) {
    return ByteBuffer.wrap(data).getInt(1);
  }

  static void refuseKeys(boolean isKey) {
    if (isKey) {
      throw new ConfigException(
          "keys are strings: a schema id inside a key would break compaction and partitioning;"
              + " use Kafka's String serializer for them");
    }
  }
}
