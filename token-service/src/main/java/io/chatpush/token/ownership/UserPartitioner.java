package io.chatpush.token.ownership;

import io.chatpush.schemas.RecordKeys;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code app|user|device} where {@code app|user} belongs. It goes by the key alone, since a
 * tombstone has no value; the last part of a key never contains {@code |}.
 */
final class UserPartitioner<V extends @Nullable Object> implements StreamPartitioner<String, V> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String key, V value, int numberOfPartitions) {
    String user = key.substring(0, key.lastIndexOf('|'));
    return Optional.of(Set.of(RecordKeys.keyPartition(user, numberOfPartitions)));
  }
}
