package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.log.LogScan;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The states of the dead letters, from {@code push.dead-letter-actions}. Kept between queries, so
 * that each reads only the new actions; takes a bit for each dead letter. Thread-safe.
 */
final class DeadLetterActions {

  /** The whole topic is read once; a million actions take a few seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<String> TOPICS =
      Set.of(Topics.PUSH_DEAD_LETTERS, Topics.CHAT_MESSAGES_DEAD_LETTERS);

  /** Longer than the name of a topic and two numbers. */
  private static final int LONGEST_KEY = 300;

  private final LogConsumers consumers;
  private final RecordCodec codec;
  private final Clock clock;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, OffsetSet> redriven = new HashMap<>();
  private final Map<TopicPartition, OffsetSet> discarded = new HashMap<>();

  DeadLetterActions(LogConsumers consumers, RecordCodec codec, Clock clock) {
    this.consumers = consumers;
    this.codec = codec;
    this.clock = clock;
  }

  /** Reads the actions that were written since the last call. */
  synchronized void refresh() {
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      List<TopicPartition> partitions = LogRange.partitions(consumer, Topics.DEAD_LETTER_ACTIONS);
      LogRange range = LogRange.upToNow(consumer, partitions, null).from(positions);
      boolean all =
          LogScan.read(consumer, range, clock, clock.instant().plus(PATIENCE), this::accept);
      if (!all) {
        throw new TimeoutException(Topics.DEAD_LETTER_ACTIONS + " was not read in " + PATIENCE);
      }
      range.spans().forEach((partition, span) -> positions.put(partition, span.to()));
    }
  }

  /** Returns the state of a dead letter, by the actions read so far. */
  synchronized DeadLetterState of(DeadLetterPlace place) {
    if (in(redriven, place).contains(place.offset())) {
      return DeadLetterState.REDRIVEN;
    }
    return in(discarded, place).contains(place.offset())
        ? DeadLetterState.DISCARDED
        : DeadLetterState.OPEN;
  }

  /** Returns the dead letters of the partition that have an action but are kept no longer. */
  synchronized List<DeadLetterPlace> outlived(TopicPartition partition, long beginning) {
    return List.of(redriven, discarded).stream()
        .map(actions -> actions.getOrDefault(partition, new OffsetSet()))
        .flatMapToLong(offsets -> offsets.below(beginning))
        .mapToObj(offset -> new DeadLetterPlace(partition.topic(), partition.partition(), offset))
        .toList();
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    DeadLetterPlace place = place(record.key());
    if (place == null) {
      return;
    }
    in(redriven, place).remove(place.offset());
    in(discarded, place).remove(place.offset());
    if (record.value() == null) {
      return;
    }
    try {
      DeadLetterAction action =
          codec.decode(DeadLetterAction.class, record.topic(), record.value());
      switch (action.getAction()) {
        case REDRIVEN -> in(redriven, place).add(place.offset());
        case DISCARDED -> in(discarded, place).add(place.offset());
        // An action of a newer version: whatever it was, the dead letter is not open.
        case UNKNOWN -> in(discarded, place).add(place.offset());
      }
    } catch (UndecodableRecordException e) {
      in(discarded, place).add(place.offset());
    }
  }

  /** Returns the dead letter of an action; {@code null} for a record that is not an action. */
  static @Nullable DeadLetterPlace place(byte @Nullable [] key) {
    if (key == null || key.length > LONGEST_KEY) {
      return null;
    }
    String[] parts = new String(key, StandardCharsets.UTF_8).split("\\|", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      // Names of topics need no percent-encoding, so the part is the name.
      DeadLetterPlace place =
          new DeadLetterPlace(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
      return TOPICS.contains(place.topic()) && place.partition() >= 0 && place.offset() >= 0
          ? place
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static OffsetSet in(Map<TopicPartition, OffsetSet> actions, DeadLetterPlace place) {
    return actions.computeIfAbsent(place.topicPartition(), partition -> new OffsetSet());
  }
}
