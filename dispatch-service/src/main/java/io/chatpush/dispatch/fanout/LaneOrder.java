package io.chatpush.dispatch.fanout;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * In which order a join takes what it has buffered: devices, so that the addresses are fresh, then
 * direct commands, then bulk ones.
 *
 * <p>Kafka Streams knows one order between the partitions of a task, that of timestamps: it takes
 * the record with the smallest one first. So the sources move theirs apart, each by an age more
 * than the last, and what is written moves them back.
 */
enum LaneOrder implements TimestampExtractor {
  DEVICES(0),
  DIRECT(1),
  BULK(2);

  /** A hundred years: further apart than any two records are. */
  private static final long AGE_MILLIS = 100L * 365 * 24 * 60 * 60 * 1_000;

  private final int ages;

  LaneOrder(int ages) {
    this.ages = ages;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return record.timestamp() + ages * AGE_MILLIS;
  }

  /** The true timestamp of a record that has one of ours. */
  static long trueTimestamp(long extracted) {
    return extracted % AGE_MILLIS;
  }
}
