package io.chatpush.dispatch.operations.deadletters;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * The position of a list: an offset for each partition, as text for a URL. 256 partitions take
 * about 1,400 characters.
 */
final class DeadLetterCursor {

  private static final int LONGEST = 16 * 1024;

  private DeadLetterCursor() {}

  static String write(Map<TopicPartition, Long> positions) {
    ByteBuffer bytes = ByteBuffer.allocate(positions.size() * 15);
    positions.forEach((partition, offset) -> {
      ByteUtils.writeUnsignedVarint(partition.partition(), bytes);
      ByteUtils.writeVarlong(offset, bytes);
    });
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /**
   * @throws IllegalArgumentException if the text is not a cursor
   */
  static Map<TopicPartition, Long> read(String topic, String cursor) {
    if (cursor.length() > LONGEST) {
      throw new IllegalArgumentException("is too long");
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      Map<TopicPartition, Long> positions = new HashMap<>();
      while (bytes.hasRemaining()) {
        int partition = ByteUtils.readUnsignedVarint(bytes);
        positions.put(new TopicPartition(topic, partition), ByteUtils.readVarlong(bytes));
      }
      return positions;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("is not a cursor of this service", e);
    }
  }
}
