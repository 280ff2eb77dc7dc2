package io.chatpush.lag;

import io.chatpush.lag.RecordTimes.Answer;
import io.chatpush.lag.RecordTimes.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how far behind the groups are. The age of the first record that is not consumed is
 * interpolated from where the ends were at the reading before, as long as a group keeps up with
 * that; where it does not, the timestamp of that record is read, and kept for as long as the group
 * is there. So a group that keeps up costs no reading of records, a dead one costs one record a
 * partition, and a new instance reports of a dead group the same as an old one.
 *
 * <p>A group or a partition that cannot be read, because of a missing permission for example,
 * leaves the others unchanged: its last values are reported for three readings, and then none. The
 * log says once why, and once that it is readable again. Not thread-safe.
 */
final class LagReading {

  private static final Logger log = LoggerFactory.getLogger(LagReading.class);

  private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

  /** Readings of a group that may fail before its last values count as unknown. */
  private static final int FAILURES_LIMIT = 3;

  private final List<String> exported;
  private final boolean fromBeginning;
  private final FirstRecords first;
  private final FirstRecords firstCommitted;
  private final Clock clock;
  private Map<TopicPartition, Sighting> seen = Map.of();
  private Map<GroupPartition, Long> committed = Map.of();
  private Map<GroupPartition, GroupLag> last = Map.of();
  private Map<GroupPartition, GroupLag> unread = Map.of();
  private final Map<TopicPartition, Long> firstEnds = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();

  /**
   * @param exported the groups that are read in any case
   * @param fromBeginning whether a group begins with the first record of a partition in which it
   *     has never committed; otherwise with the first one that is written after this reader has
   *     seen the partition
   * @param times finds the records of all transactions
   * @param committedTimes finds only records that no transaction has left open or aborted
   */
  LagReading(
      List<String> exported,
      boolean fromBeginning,
      RecordTimes times,
      RecordTimes committedTimes,
      Clock clock) {
    this.exported = exported;
    this.fromBeginning = fromBeginning;
    first = new FirstRecords(times);
    firstCommitted = new FirstRecords(committedTimes);
    this.clock = clock;
  }

  /**
   * The lag of each group in each partition in which it has ever committed.
   *
   * @param own the groups of the service itself, read beside those that are exported, with the
   *     partitions of which {@link #unread} is wanted
   * @throws KafkaException if the broker answers for no group
   */
  Map<GroupPartition, GroupLag> next(Admin admin, Map<String, Set<TopicPartition>> own)
      throws InterruptedException {
    Set<String> groups = new TreeSet<>(exported);
    groups.addAll(own.keySet());
    Set<String> failed = new HashSet<>();
    Map<GroupPartition, Long> before = committed;
    committed = committed(admin, groups, failed);
    Set<GroupPartition> uncommitted = new HashSet<>();
    own.forEach((group, partitions) -> {
      if (!failed.contains(group)) {
        partitions.forEach(partition -> uncommitted.add(new GroupPartition(group, partition)));
      }
    });
    uncommitted.removeAll(committed.keySet());
    Map<TopicPartition, Sighting> ends =
        offsets(
            admin,
            Stream.concat(committed.keySet().stream(), uncommitted.stream())
                .map(GroupPartition::partition)
                .collect(Collectors.toSet()),
            OffsetSpec.latest());
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
    Map<Place, Answer> answers = first.at(behind.values(), ends);
    behind.forEach((where, place) -> {
      Sighting now = ends.get(where.partition());
      if (now != null) {
        lags.put(where, lag(place, answers.get(place), now));
      }
    });
    unread = unread(admin, uncommitted, unmoved(own, lags, before), ends);
    seen = ends;
    last.forEach((where, lag) -> {
      if (failed.contains(where.group())
          && failures.getOrDefault(where.group(), 0) < FAILURES_LIMIT) {
        lags.put(where, lag);
      }
    });
    last = Map.copyOf(lags);
    return lags;
  }

  private Sighting before(TopicPartition partition, Sighting now) {
    return seen.getOrDefault(partition, now);
  }

  private GroupLag lag(Place place, @Nullable Answer answer, Sighting now) {
    long records = now.end() - place.offset();
    if (answer == null) {
      return new GroupLag(records, null);
    }
    Instant timestamp = answer.timestamp();
    return timestamp == null
        ? GroupLag.NONE
        : new GroupLag(records, now.ageOf(timestamp, before(place.partition(), now)));
  }

  /** The places of the service's own groups that have committed nothing since the last reading. */
  private Map<GroupPartition, Place> unmoved(
      Map<String, Set<TopicPartition>> own,
      Map<GroupPartition, GroupLag> lags,
      Map<GroupPartition, Long> before) {
    Map<GroupPartition, Place> unmoved = new HashMap<>();
    own.forEach((group, partitions) -> {
      for (TopicPartition partition : partitions) {
        GroupPartition where = new GroupPartition(group, partition);
        Long offset = committed.get(where);
        if (offset != null
            && offset.equals(before.get(where))
            && lags.getOrDefault(where, GroupLag.NONE).records() > 0) {
          unmoved.put(where, new Place(partition, offset));
        }
      }
    });
    return unmoved;
  }

  /**
   * Counts from where the group would begin to read, or has committed. Behind nothing but marks of
   * transactions and aborted records a group that has just been started commits nothing, and
   * nothing waits there.
   */
  private Map<GroupPartition, GroupLag> unread(
      Admin admin,
      Set<GroupPartition> uncommitted,
      Map<GroupPartition, Place> unmoved,
      Map<TopicPartition, Sighting> ends)
      throws InterruptedException {
    Set<TopicPartition> written = new HashSet<>();
    for (GroupPartition where : uncommitted) {
      Sighting now = ends.get(where.partition());
      if (now != null && now.end() > 0) {
        written.add(where.partition());
      }
    }
    Map<TopicPartition, Long> beginnings = beginnings(admin, written, ends);
    Map<GroupPartition, GroupLag> lags = new HashMap<>();
    Map<GroupPartition, Place> waiting = new HashMap<>(unmoved);
    for (GroupPartition where : uncommitted) {
      Sighting now = ends.get(where.partition());
      Long beginning = beginnings.get(where.partition());
      if (now != null && beginning != null && beginning < now.end()) {
        waiting.put(where, new Place(where.partition(), beginning));
      } else if (now != null) {
        lags.put(where, GroupLag.NONE);
      }
    }
    Map<Place, Answer> answers = firstCommitted.at(waiting.values(), ends);
    waiting.forEach((where, place) -> {
      Sighting now = ends.get(where.partition());
      if (now != null) {
        lags.put(where, lag(place, answers.get(place), now));
      }
    });
    return lags;
  }

  private Map<TopicPartition, Long> beginnings(
      Admin admin, Set<TopicPartition> written, Map<TopicPartition, Sighting> ends)
      throws InterruptedException {
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    if (fromBeginning) {
      if (!written.isEmpty()) {
        offsets(admin, written, OffsetSpec.earliest())
            .forEach((partition, beginning) -> beginnings.put(partition, beginning.end()));
      }
    } else {
      ends.forEach((partition, end) -> firstEnds.putIfAbsent(partition, end.end()));
      written.forEach(partition ->
          beginnings.put(partition, firstEnds.getOrDefault(partition, Long.MAX_VALUE)));
    }
    return beginnings;
  }

  /** What each group had committed at the last reading, in every partition where it ever has. */
  Map<GroupPartition, Long> committed() {
    return committed;
  }

  /**
   * What the service's own groups had not read at the last reading in partitions in which they have
   * never committed, or nothing since the reading before. Aborted records do not count.
   */
  Map<GroupPartition, GroupLag> unread() {
    return unread;
  }

  /**
   * The groups with their members; a group that does not exist is empty, and one that cannot be
   * described is left out.
   *
   * @param own the groups of the service itself, beside those that are exported
   */
  Map<String, Optional<ConsumerGroupDescription>> groups(Admin admin, Set<String> own)
      throws InterruptedException {
    Set<String> groups = new TreeSet<>(exported);
    groups.addAll(own);
    Map<String, KafkaFuture<ConsumerGroupDescription>> asked =
        admin.describeConsumerGroups(groups).describedGroups();
    Deadline deadline = new Deadline();
    Map<String, Optional<ConsumerGroupDescription>> found = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> group : asked.entrySet()) {
      try {
        found.put(
            group.getKey(),
            Optional.ofNullable(
                answer(group.getValue(), GroupIdNotFoundException.class, deadline)));
      } catch (KafkaException e) {
        log.debug("The members of group {} are not known: {}", group.getKey(), e.getMessage());
      }
    }
    return found;
  }

  /**
   * @param failed gets the groups that cannot be read
   * @throws KafkaException if none can
   */
  private Map<GroupPartition, Long> committed(Admin admin, Set<String> groups, Set<String> failed)
      throws InterruptedException {
    ListConsumerGroupOffsetsResult asked =
        admin.listConsumerGroupOffsets(
            groups.stream()
                .collect(
                    Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec())));
    Deadline deadline = new Deadline();
    KafkaException why = null;
    Map<GroupPartition, Long> committed = new HashMap<>();
    for (String group : groups) {
      try {
        Map<TopicPartition, OffsetAndMetadata> offsets =
            answer(
                asked.partitionsToOffsetAndMetadata(group),
                GroupIdNotFoundException.class,
                deadline);
        if (offsets != null) {
          offsets.forEach((partition, offset) -> {
            // Kafka's way to say that the group has never committed there.
            if (offset != null) {
              committed.put(new GroupPartition(group, partition), Math.max(0, offset.offset()));
            }
          });
        }
        readable(group);
      } catch (KafkaException e) {
        failed.add(group);
        unreadable(group, e);
        why = e;
      }
    }
    if (why != null && failed.containsAll(groups)) {
      throw why;
    }
    return committed;
  }

  private void unreadable(String group, KafkaException why) {
    if (failures.merge(group, 1, Integer::sum) == FAILURES_LIMIT) {
      log.warn("The lag of group {} is not exported for now: {}", group, why.getMessage());
    }
  }

  private void readable(String group) {
    Integer before = failures.remove(group);
    if (before != null && before >= FAILURES_LIMIT) {
      log.info("The lag of group {} is exported again", group);
    }
  }

  /** The offsets of the partitions, without those that cannot be read. */
  private Map<TopicPartition, Sighting> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec which) throws InterruptedException {
    ListOffsetsResult asked =
        admin.listOffsets(
            partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> which)));
    Deadline deadline = new Deadline();
    Map<TopicPartition, Sighting> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      try {
        ListOffsetsResult.ListOffsetsResultInfo offset =
            answer(
                asked.partitionResult(partition), UnknownTopicOrPartitionException.class, deadline);
        if (offset != null) {
          offsets.put(partition, new Sighting(offset.offset(), clock.instant()));
        }
      } catch (KafkaException e) {
        log.debug("The ends of {} are not known: {}", partition, e.getMessage());
      }
    }
    return offsets;
  }

  /** The first records behind some places, which are read once for as long as they are needed. */
  private static final class FirstRecords {
    private final RecordTimes times;
    private Map<Place, Answer> answers = Map.of();

    FirstRecords(RecordTimes times) {
      this.times = times;
    }

    /** Those of the reading before, where they still hold, and those of the broker. */
    Map<Place, Answer> at(Collection<Place> places, Map<TopicPartition, Sighting> ends) {
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
      answers = known;
      return known;
    }
  }

  /**
   * When the answers to one request must be there: many that are missing take no longer than one.
   */
  private static final class Deadline {
    private final long nanos = System.nanoTime() + ANSWER_TIME.toNanos();

    long left() {
      return Math.max(0, nanos - System.nanoTime());
    }
  }

  /**
   * @param gone what is answered where there is no such thing, which is no failure
   * @throws KafkaException if the broker refuses or does not answer
   */
  private static <T> @Nullable T answer(
      KafkaFuture<T> asked, Class<? extends Exception> gone, Deadline deadline)
      throws InterruptedException {
    try {
      return asked.get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (gone.isInstance(e.getCause())) {
        return null;
      }
      throw new KafkaException("the broker says " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException(
          "the broker does not answer within " + ANSWER_TIME.toSeconds() + " s", e);
    }
  }
}
