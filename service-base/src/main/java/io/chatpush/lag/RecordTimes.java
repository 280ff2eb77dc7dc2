package io.chatpush.lag;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up when records were written, in no group, and keeps nothing else of them. */
final class RecordTimes {

  private static final Logger log = LoggerFactory.getLogger(RecordTimes.class);

  /** What is not read by then is asked for the next time. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** No topic of the pipeline keeps a record for so long. */
  private static final Duration OLDEST = Duration.ofDays(365);

  private static final Duration POLL = Duration.ofMillis(200);

  /** A batch is sent whole, however large; beyond the first, 256 partitions are 4 MB. */
  private static final int PARTITION_FETCH_BYTES = 16 * 1024;

  private static final int FETCH_BYTES = 1024 * 1024;
  private static final int API_TIMEOUT_MILLIS = 5_000;

  /** How long a topic that this login may not read is left alone. */
  private static final Duration REFUSED_FOR = Duration.ofMinutes(5);

  private final Map<String, Object> config;
  private final Clock clock;
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();

  /**
   * @param consumerConfig how to reach the broker
   */
  RecordTimes(Map<String, Object> consumerConfig, Clock clock) {
    config = settings(consumerConfig);
    this.clock = clock;
  }

  /** The settings of the consumer: some of the service's own take no effect. */
  static Map<String, Object> settings(Map<String, Object> consumerConfig) {
    Map<String, Object> config = new HashMap<>(consumerConfig);
    // Two clients of one name would fight for their place in JMX.
    config.remove(ConsumerConfig.CLIENT_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    return config;
  }

  /** Where a record stands. */
  record Place(TopicPartition partition, long offset) {}

  /**
   * What was found at a place.
   *
   * @param timestamp of the first record there or behind, the time of reading if that timestamp is
   *     in the future or over a year old; {@code null} if nothing stands before the end but marks
   *     of transactions
   * @param end where the partition ended when this was asked
   */
  record Answer(@Nullable Instant timestamp, long end) {}

  /**
   * What stands at the places. What could not be read in time is left out.
   *
   * @param places with the ends of their partitions
   */
  Map<Place, Answer> at(Map<Place, Long> places) {
    Map<Place, Answer> answers = new HashMap<>();
    if (places.isEmpty()) {
      return answers;
    }
    Instant deadline = clock.instant().plus(LIMIT);
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      List<Place> left = new ArrayList<>(places.keySet());
      left.removeIf(place -> isRefused(place.partition().topic()));
      while (!left.isEmpty() && clock.instant().isBefore(deadline)) {
        // Of two groups in one partition, one after the other.
        Map<TopicPartition, Place> round = new HashMap<>();
        left.forEach(place -> round.putIfAbsent(place.partition(), place));
        left.removeAll(round.values());
        readApart(consumer, round, places, deadline, answers);
      }
    }
    return answers;
  }

  /**
   * Reads a round, and if that fails its partitions one by one: a client that must not read one of
   * them, or cannot, returns the records of none.
   */
  private void readApart(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Place> round,
      Map<Place, Long> ends,
      Instant deadline,
      Map<Place, Answer> answers) {
    try {
      read(consumer, round, ends, deadline, answers);
    } catch (KafkaException | IllegalStateException e) {
      if (e instanceof TopicAuthorizationException refusal) {
        refusal.unauthorizedTopics().forEach(topic -> refused.put(topic, clock.instant()));
      }
      log.debug("The age of the first records of {} is not known", round.keySet(), e);
      List<Place> missing = new ArrayList<>(round.values());
      missing.removeAll(answers.keySet());
      // In another order each time, so that those at the end get their turn before the deadline.
      Collections.shuffle(missing);
      for (Place place : round.size() > 1 ? missing : List.<Place>of()) {
        if (clock.instant().isBefore(deadline) && !isRefused(place.partition().topic())) {
          readApart(consumer, Map.of(place.partition(), place), ends, deadline, answers);
        }
      }
    }
  }

  private boolean isRefused(String topic) {
    Instant since = refused.get(topic);
    return since != null && clock.instant().isBefore(since.plus(REFUSED_FOR));
  }

  private void read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Place> round,
      Map<Place, Long> ends,
      Instant deadline,
      Map<Place, Answer> answers) {
    consumer.assign(round.keySet());
    round.values().forEach(place -> consumer.seek(place.partition(), place.offset()));
    Map<TopicPartition, Place> open = new HashMap<>(round);
    while (!open.isEmpty() && clock.instant().isBefore(deadline)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Place place = open.remove(partition);
        if (place != null) {
          consumer.pause(Set.of(partition));
          long end = ends.getOrDefault(place, 0L);
          Instant timestamp = plausible(record.timestamp(), clock.instant());
          answers.put(place, new Answer(record.offset() < end ? timestamp : null, end));
        }
      }
      for (Place place : List.copyOf(open.values())) {
        long end = ends.getOrDefault(place, 0L);
        if (consumer.position(place.partition()) >= end) {
          open.remove(place.partition());
          consumer.pause(Set.of(place.partition()));
          answers.put(place, new Answer(null, end));
        }
      }
    }
  }

  /**
   * When the record was written, as far as its timestamp can be believed. The producer chooses it:
   * a record of the year 1 would make the group two thousand years late. For such a record it is
   * the time of reading, so that the age grows from the moment at which the group was first seen
   * there.
   */
  static Instant plausible(long timestamp, Instant now) {
    return timestamp < now.minus(OLDEST).toEpochMilli() || timestamp > now.toEpochMilli()
        ? now
        : Instant.ofEpochMilli(timestamp);
  }
}
