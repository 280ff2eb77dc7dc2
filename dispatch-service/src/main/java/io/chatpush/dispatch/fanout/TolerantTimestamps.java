package io.chatpush.dispatch.fanout;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Accepts the timestamp of every chat event. Kafka Streams' default ends the thread at a negative
 * one, and a thread that skipped the record would lose the event. Nothing depends on the time: the
 * records that fan-out writes have the time of writing.
 */
final class TolerantTimestamps implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
