package io.chatpush.schemas;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic of the contract.
 *
 * @param name its name
 * @param key what its keys are, in words or as the parts of a {@link RecordKeys key}
 * @param value the record its values are, or {@code null} where it holds what came in, byte for
 *     byte
 * @param partitioning what decides the partition; topics of {@link Partitioning#USER} must all have
 *     as many partitions
 * @param retention how long records stay; for a compacted topic how long a tombstone does
 * @param compacted whether the newest record of a key stays for ever
 * @param brokerTime whether the broker says when a record came, since clocks of writers differ and
 *     it decides which of two registrations was last
 * @param writer who writes it
 * @param readers who reads it
 */
public record Topic(
    String name,
    String key,
    @Nullable Class<? extends SpecificRecord> value,
    Partitioning partitioning,
    Duration retention,
    boolean compacted,
    boolean brokerTime,
    String writer,
    String readers) {

  /** What decides the partition of a record. */
  public enum Partitioning {
    /** Kafka's default, by the key. */
    KEY,
    /** {@link RecordKeys#userPartition}: co-partitioned with every other topic of this kind. */
    USER,
    /** {@link RecordKeys#messagePartition}, whatever the key is. */
    MESSAGE
  }
}
