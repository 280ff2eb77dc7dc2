package io.chatpush.dispatch.join;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Gives every device the time zero. Of the records that a task has buffered Kafka Streams takes the
 * one with the lowest time first, so that each command is joined with the newest devices that this
 * instance has read, even if the command is old: an address that was refreshed since then is used,
 * and one that was retired is not. The time is used for nothing else.
 */
final class DevicesFirst implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return 0;
  }
}
