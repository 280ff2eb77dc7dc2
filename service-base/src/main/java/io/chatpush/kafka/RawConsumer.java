package io.chatpush.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The methods of a {@link Consumer} that {@link DamageRecovery} needs, as the Kafka client
 * implements them and without what a subclass adds.
 */
interface RawConsumer {

  ConsumerRecords<byte[], byte[]> poll(Duration timeout);

  void seek(TopicPartition partition, long offset);

  long position(TopicPartition partition, Duration timeout);

  OptionalLong currentLag(TopicPartition partition);

  Set<TopicPartition> assignment();

  Set<TopicPartition> paused();

  void pause(Collection<TopicPartition> partitions);

  void resume(Collection<TopicPartition> partitions);
}
