package io.chatpush.lag;

import io.chatpush.lag.RecordTimes.Answer;
import io.chatpush.lag.RecordTimes.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads how far behind the groups are. Seconds are reckoned from where the ends were at the reading
 * before as long as a group keeps up with that; the timestamp of the first record that waits is
 * read where it does not, and kept for as long as the group stands there. So a group that keeps up
 * costs no reading of records, a dead one costs one record a partition, and what a new instance
 * says of a dead group is as good as what an old one says. Not thread-safe.
 */
final class LagReading {

  private static final long ANSWER_SECONDS = 10;

  private final List<String> groups;
  private final RecordTimes times;
  private final Clock clock;
  private Map<TopicPartition, Sighting> seen = Map.of();
  private Map<Place, Answer> answers = Map.of();
  private Map<GroupPartition, Long> committed = Map.of();

  LagReading(List<String> groups, RecordTimes times, Clock clock) {
    this.groups = groups;
    this.times = times;
    this.clock = clock;
  }

  /**
   * The lag of each group in each partition in which it has ever committed.
   *
   * @throws KafkaException if the broker does not answer
   */
  Map<GroupPartition, GroupLag> next(Admin admin) throws InterruptedException {
    committed = committed(admin);
    Map<TopicPartition, Sighting> ends =
        ends(
            admin,
            committed.keySet().stream().map(GroupPartition::partition).collect(Collectors.toSet()));
    Map<GroupPartition, GroupLag> lags = new HashMap<>();
    Map<GroupPartition, Place> behind = new HashMap<>();
    committed.forEach((where, offset) -> {
      Sighting now = ends.get(where.partition());
      if (now == null) {
        return;
      }
      if (offset >= now.end()) {
        lags.put(where, GroupLag.NONE);
        return;
      }
      now.ageSince(before(where.partition(), now), offset)
          .ifPresentOrElse(
              age -> lags.put(where, new GroupLag(now.end() - offset, age)),
              () -> behind.put(where, new Place(where.partition(), offset)));
    });
    answers = answers(behind.values(), ends);
    behind.forEach((where, place) -> {
      Sighting now = ends.get(where.partition());
      if (now != null) {
        lags.put(where, lag(place, now));
      }
    });
    seen = ends;
    return lags;
  }

  private Sighting before(TopicPartition partition, Sighting now) {
    return seen.getOrDefault(partition, now);
  }

  private GroupLag lag(Place place, Sighting now) {
    long records = now.end() - place.offset();
    Answer answer = answers.get(place);
    if (answer == null) {
      return new GroupLag(records, null);
    }
    Instant timestamp = answer.timestamp();
    return timestamp == null
        ? GroupLag.NONE
        : new GroupLag(records, now.ageOf(timestamp, before(place.partition(), now)));
  }

  /** Those of the reading before, where they still hold, and those of the broker. */
  private Map<Place, Answer> answers(Collection<Place> places, Map<TopicPartition, Sighting> ends) {
    Map<Place, Answer> known = new HashMap<>();
    Map<Place, Long> toRead = new HashMap<>();
    for (Place place : places) {
      Sighting now = ends.get(place.partition());
      Answer answer = answers.get(place);
      if (answer != null
          && now != null
          && (answer.timestamp() != null || answer.end() == now.end())) {
        known.put(place, answer);
      } else if (now != null) {
        toRead.put(place, now.end());
      }
    }
    known.putAll(times.at(toRead));
    return known;
  }

  /** The names of the groups. */
  List<String> names() {
    return groups;
  }

  /** What each group had committed at the last reading, in every partition where it ever has. */
  Map<GroupPartition, Long> committed() {
    return committed;
  }

  /**
   * The groups with their members; a group that does not exist is left out.
   *
   * @throws KafkaException if the broker does not answer
   */
  Map<String, ConsumerGroupDescription> groups(Admin admin) throws InterruptedException {
    Map<String, ConsumerGroupDescription> found = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> asked :
        admin.describeConsumerGroups(groups).describedGroups().entrySet()) {
      ConsumerGroupDescription there = answer(asked.getValue(), GroupIdNotFoundException.class);
      if (there != null) {
        found.put(asked.getKey(), there);
      }
    }
    return found;
  }

  private Map<GroupPartition, Long> committed(Admin admin) throws InterruptedException {
    ListConsumerGroupOffsetsResult asked =
        admin.listConsumerGroupOffsets(
            groups.stream()
                .distinct()
                .collect(
                    Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec())));
    Map<GroupPartition, Long> committed = new HashMap<>();
    for (String group : groups) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          answer(asked.partitionsToOffsetAndMetadata(group), GroupIdNotFoundException.class);
      if (offsets != null) {
        offsets.forEach((partition, offset) -> {
          // Kafka's way to say that the group has never committed there.
          if (offset != null) {
            committed.put(new GroupPartition(group, partition), offset.offset());
          }
        });
      }
    }
    return committed;
  }

  private Map<TopicPartition, Sighting> ends(Admin admin, Set<TopicPartition> partitions)
      throws InterruptedException {
    ListOffsetsResult asked =
        admin.listOffsets(
            partitions.stream()
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())));
    Map<TopicPartition, Sighting> ends = new HashMap<>();
    for (TopicPartition partition : partitions) {
      ListOffsetsResult.ListOffsetsResultInfo end =
          answer(asked.partitionResult(partition), UnknownTopicOrPartitionException.class);
      if (end != null) {
        ends.put(partition, new Sighting(end.offset(), clock.instant()));
      }
    }
    return ends;
  }

  /**
   * @param gone what is answered where there is no such thing, which is no failure
   */
  private static <T> @Nullable T answer(KafkaFuture<T> asked, Class<? extends Exception> gone)
      throws InterruptedException {
    try {
      return asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (gone.isInstance(e.getCause())) {
        return null;
      }
      throw new KafkaException("the broker says " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("the broker does not answer within " + ANSWER_SECONDS + " s", e);
    }
  }
}
