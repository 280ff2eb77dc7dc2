package io.chatpush.dispatch.fanout;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The order in which a join takes the records it has buffered: devices, so that the addresses are
 * fresh, then direct commands, then bulk ones.
 *
 * <p>Kafka Streams knows one order between the partitions of a task, that of timestamps: it takes
 * the record with the smallest one first. So the sources move theirs apart, each by an age more
 * than the last. A timestamp outside of the first age is moved to its edge, so that no record can
 * leave its lane. The moved timestamps are used for nothing else: records are written with the time
 * of writing.
 */
enum LaneOrder implements TimestampExtractor {
  DEVICES(0),
  DIRECT(1),
  BULK(2);

  /** A hundred years: until 2069, no two records are further apart. */
  static final long AGE_MILLIS = 100L * 365 * 24 * 60 * 60 * 1_000;

  private final int ages;

  LaneOrder(int ages) {
    this.ages = ages;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.clamp(record.timestamp(), 0, AGE_MILLIS - 1) + ages * AGE_MILLIS;
  }
}
