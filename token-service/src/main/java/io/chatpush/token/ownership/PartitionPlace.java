package io.chatpush.token.ownership;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka Streams where a partition is, which it tells for keys only; and, on the way, how many
 * partitions there are.
 */
final class PartitionPlace implements StreamPartitioner<String, @Nullable Object> {

  private final int partition;
  private int partitions;

  PartitionPlace(int partition) {
    this.partition = partition;
  }

  /** How many there are; 0 if nobody asked. */
  int partitions() {
    return partitions;
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String key, @Nullable Object value, int numberOfPartitions) {
    partitions = numberOfPartitions;
    return Optional.of(Set.of(Math.min(partition, numberOfPartitions - 1)));
  }
}
