package io.chatpush.token.ownership;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Puts a tombstone that is about a partition, and no device, where its key says: {@code
 * partition|7|}. No device has such a key, for device ids are not empty.
 */
final class IdlePartitioner<V extends @Nullable Object> implements StreamPartitioner<String, V> {

  private static final String PREFIX = "partition|";

  static String key(int partition) {
    return PREFIX + partition + '|';
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String key, V value, int numberOfPartitions) {
    return Optional.of(Set.of(Integer.parseInt(key.substring(PREFIX.length(), key.length() - 1))));
  }
}
