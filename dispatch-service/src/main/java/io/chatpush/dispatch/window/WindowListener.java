package io.chatpush.dispatch.window;

import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/**
 * The windows of the partitions that one consumer has. What is not said to be for any thread is
 * called by the consumer's; only the windows themselves are shared with those who complete slots.
 */
final class WindowListener
    implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>,
        ConsumerAwareRebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(WindowListener.class);

  private final WindowProperties properties;
  private final RecordHandler handler;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, OffsetWindow> windows = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> recalledUntil = new HashMap<>();
  private final LongAdder handedBack;
  private final ConsumerPulse pulse;
  private final Set<TopicPartition> paused = new HashSet<>();
  private final Map<TopicPartition, Stalled> stalled = new HashMap<>();
  private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();
  private final RateLimitedLog failures = new RateLimitedLog(log, Clock.systemUTC());
  private @Nullable MessageListenerContainer container;
  private volatile boolean abandoned;
  private long lastCommit = System.nanoTime();

  /** A record and its place. */
  private record Work(
      TopicPartition partition,
      ConsumerRecord<byte[], byte[]> record,
      OffsetWindow.OffsetSlot slot) {}

  /**
   * The first record of a partition that cannot be begun now.
   *
   * @param mayPass whether {@link RecordHandler#mayPass} says that the fault is not ours
   * @param reason why it cannot be begun, safe to print
   * @param since when it was first tried, in nanoseconds of the listener's clock
   */
  private record Held(
      TopicPartition partition, long offset, boolean mayPass, String reason, long since) {}

  /**
   * The records of all partitions that should make progress now.
   *
   * @param records how many there are
   * @param partition the partition of the record that takes the longest; {@code null} if there are
   *     none
   * @param offset the offset of that record
   * @param nanos how long it takes already, in nanoseconds
   */
  record Activity(int records, @Nullable TopicPartition partition, long offset, long nanos) {}

  /**
   * Why a record cannot be begun.
   *
   * @param mayPass whether a restart would not help
   * @param sentence a clause that begins with the partition
   */
  record Obstacle(boolean mayPass, String sentence) {}

  /** The records of a partition that could not be begun, in order, and when to try again. */
  private static final class Stalled {

    /** As long as a registry takes to be restarted; a record is not delayed much longer by it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    private final Deque<Work> works = new ArrayDeque<>();
    private long wait;
    private long due;

    Stalled(long due) {
      this.due = due;
    }

    void add(Work work) {
      works.addLast(work);
    }

    boolean isDue(long now) {
      return now - due >= 0;
    }

    /** The rest of what was held before, behind what has failed again: after twice the wait. */
    void addBehind(Stalled before, long now) {
      works.addAll(before.works);
      wait = Math.min(LONGEST_WAIT.toNanos(), Math.max(FIRST_WAIT.toNanos(), 2 * before.wait));
      due = now + wait;
    }
  }

  /**
   * @param handedBack gets the weight of the records whose partition goes before they are done
   * @param pulse is told of commits
   * @param nanoTime the clock by which records that could not be begun are tried again
   */
  WindowListener(
      WindowProperties properties,
      RecordHandler handler,
      LongAdder handedBack,
      ConsumerPulse pulse,
      LongSupplier nanoTime) {
    this.properties = properties;
    this.handler = handler;
    this.handedBack = handedBack;
    this.pulse = pulse;
    this.nanoTime = nanoTime;
  }

  /** The container pauses partitions for its listener, and is made with it: so it comes after. */
  void attach(MessageListenerContainer container) {
    this.container = container;
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<byte[], byte[]>> records,
      @Nullable Acknowledgment acknowledgment,
      @Nullable Consumer<?, ?> consumer) {
    if (abandoned) {
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      Long firstToHandle = recalledUntil.get(partition);
      if (firstToHandle != null) {
        if (record.offset() < firstToHandle) {
          recall(record);
          continue;
        }
        recalledUntil.remove(partition);
      }
      OffsetWindow window = windows.get(partition);
      if (window == null) {
        // Passed over, it would be committed by the records behind it.
        pulse.breaks(new IllegalStateException("a record of a partition without a window"));
        return;
      }
      handle(new Work(partition, record, window.open(record.offset())));
    }
    if (consumer != null) {
      tend(consumer);
    }
  }

  private void recall(ConsumerRecord<byte[], byte[]> record) {
    try {
      handler.recall(record);
    } catch (RuntimeException | Error e) {
      // Its work was done before: the only loss is that a repeat of it is not recognised.
      failures.warn(
          "recall",
          "A record before the committed offset could not be recalled",
          SafeText.withoutMessages(e));
    }
  }

  /** Hands a record over. To the container, an exception would be a whole batch that failed. */
  private void handle(Work work) {
    try {
      handler.handle(work.record(), work.slot());
    } catch (RuntimeException | Error e) {
      // Too little memory is no fault of the record, whatever handed it over.
      boolean mayPass = handler.mayPass(e);
      if (e instanceof OutOfMemoryError || mayPass) {
        String reason = SafeText.sentence(e.toString());
        failures.warn(
            e.getClass(),
            "Record {} of {} could not be begun and is tried again: {}",
            work.record().offset(),
            work.partition(),
            reason);
        hold(work, mayPass, reason);
      } else {
        fail(work, e);
      }
    }
  }

  private void hold(Work work, boolean mayPass, String reason) {
    work.slot().withhold();
    long now = nanoTime.getAsLong();
    Stalled before = stalled.get(work.partition());
    if (before == null) {
      before = new Stalled(now);
      stalled.put(work.partition(), before);
      Held known = held.get(work.partition());
      long offset = work.record().offset();
      long since = known != null && known.offset() == offset ? known.since() : now;
      held.put(work.partition(), new Held(work.partition(), offset, mayPass, reason, since));
    }
    before.add(work);
  }

  private void fail(Work work, Throwable failure) {
    try {
      handler.failed(work.record(), failure, work.slot());
    } catch (RuntimeException | Error e) {
      e.addSuppressed(failure);
      failures.warn(
          "failed",
          "Record {} of {} could neither be begun nor dead-lettered and is tried again",
          work.record().offset(),
          work.partition(),
          SafeText.withoutMessages(e));
      hold(work, false, "it cannot be dead-lettered (" + e.getClass().getSimpleName() + ")");
    }
  }

  /**
   * Hands over again what is held, partition by partition. Of a partition whose first record still
   * cannot be begun no other is tried, so that a registry that does not answer costs the consumer's
   * thread one request for each such partition, and less and less often.
   */
  private void handleStalled() {
    if (stalled.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    for (TopicPartition partition : List.copyOf(stalled.keySet())) {
      Stalled due = stalled.get(partition);
      if (due == null || !due.isDue(now)) {
        continue;
      }
      stalled.remove(partition);
      while (!due.works.isEmpty() && !stalled.containsKey(partition)) {
        Work work = due.works.removeFirst();
        work.slot().rest(Duration.ZERO);
        handle(work);
      }
      Stalled again = stalled.get(partition);
      if (again == null) {
        held.remove(partition);
      } else {
        again.addBehind(due, now);
      }
    }
  }

  /**
   * Commits what can be, pauses full partitions and resumes those that have room; also when no
   * records come.
   */
  void tend(Consumer<?, ?> consumer) {
    if (abandoned) {
      return;
    }
    windows.forEach((partition, window) -> {
      if (properties.isFull(window)) {
        if (paused.add(partition)) {
          attached().pausePartition(partition);
        }
      } else if (properties.hasRoom(window) && paused.remove(partition)) {
        attached().resumePartition(partition);
      }
    });
    if (System.nanoTime() - lastCommit >= properties.commitInterval().toNanos()) {
      lastCommit = System.nanoTime();
      handleStalled();
      Map<TopicPartition, OffsetAndMetadata> offsets = takeCommittable(windows.keySet());
      if (!offsets.isEmpty()) {
        consumer.commitAsync(
            offsets,
            (tried, failure) -> {
              pulse.committed(failure);
              if (failure != null) {
                log.debug("commit of {} failed and is tried again", tried, failure);
                commitAgain(tried);
              }
            });
      }
    }
  }

  /**
   * Makes offsets whose commit failed due again. Without it a partition that gets no more records
   * would stay uncommitted. Under the cooperative assignor commits fail in each rebalance, because
   * partitions that stay are read meanwhile.
   */
  private void commitAgain(Map<TopicPartition, OffsetAndMetadata> failed) {
    failed.forEach((partition, offset) -> {
      OffsetWindow window = windows.get(partition);
      if (window != null) {
        window.commitFailed(offset.offset());
      }
    });
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (abandoned) {
      return;
    }
    for (TopicPartition partition : partitions) {
      windows.put(partition, new OffsetWindow(handedBack, nanoTime));
    }
    try {
      partitions.forEach(handler::assigned);
    } catch (RuntimeException | Error e) {
      // Some clients swallow what a callback throws, and the handler would not know its partitions.
      pulse.breaks(e);
      return;
    }
    if (properties.lookBack() > 0 && !partitions.isEmpty()) {
      lookBack(consumer, Set.copyOf(partitions));
    }
  }

  private void lookBack(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> beginning = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    consumer
        .committed(partitions)
        .forEach((partition, committed) -> {
          if (committed == null) {
            return;
          }
          if (committed.offset() > end.getOrDefault(partition, 0L)) {
            // The broker has lost records, or the topic was created anew: none was handled before.
            log.warn(
                "{} ends at offset {}, before the committed offset {}; its records are read from"
                    + " where the setting auto.offset.reset says",
                partition,
                end.get(partition),
                committed.offset());
          } else {
            long from =
                Math.max(
                    beginning.getOrDefault(partition, 0L),
                    committed.offset() - properties.lookBack());
            if (from < committed.offset()) {
              recalledUntil.put(partition, committed.offset());
              consumer.seek(partition, from);
            }
          }
        });
  }

  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (abandoned) {
      return;
    }
    drain(partitions);
    Map<TopicPartition, OffsetAndMetadata> offsets = takeCommittable(partitions);
    forget(partitions);
    if (!offsets.isEmpty()) {
      commitSync(consumer, offsets);
    }
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (abandoned) {
      return;
    }
    // Somebody else has them already: a commit now could only take back what that one committed.
    forget(partitions);
  }

  private void drain(Collection<TopicPartition> partitions) {
    long deadline = System.nanoTime() + properties.drainTimeout().toNanos();
    int left = 0;
    try {
      for (TopicPartition partition : partitions) {
        OffsetWindow window = windows.get(partition);
        if (window != null) {
          left += window.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (left > 0) {
      log.warn(
          "{} records of {} were not done within {}: they come again",
          left,
          properties.topics(),
          properties.drainTimeout());
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> takeCommittable(
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetWindow window = windows.get(partition);
      if (window != null) {
        window
            .takeCommittable()
            .ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset)));
      }
    }
    return offsets;
  }

  private void forget(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      OffsetWindow window = windows.get(partition);
      if (window != null) {
        // Closed before it is removed: its weight is seen twice for a moment, and never missed.
        window.close();
        windows.remove(partition);
      }
      recalledUntil.remove(partition);
      stalled.remove(partition);
      held.remove(partition);
      if (paused.remove(partition)) {
        attached().resumePartition(partition);
      }
      handler.forget(partition);
    }
  }

  private void commitSync(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      try {
        consumer.commitSync(offsets);
      } catch (WakeupException e) {
        // Under the consumer protocol a stop wakes the consumer once, here of all places; the
        // second call goes through.
        consumer.commitSync(offsets);
      }
    } catch (KafkaException e) {
      log.warn(
          "could not commit {} of {}: the records behind come again",
          offsets,
          properties.topics(),
          e);
    }
  }

  /** As {@link WindowedConsumer#openWeight}; may be called by any thread. */
  long openWeight() {
    return windows.values().stream().mapToLong(OffsetWindow::openWeight).sum();
  }

  /** The partitions that it has and that are not paused, in which no record is being worked on. */
  Set<TopicPartition> idle() {
    Set<TopicPartition> idle = new HashSet<>();
    windows.forEach((partition, window) -> {
      if (window.openSize() == 0 && !properties.isFull(window)) {
        idle.add(partition);
      }
    });
    return idle;
  }

  /** How many partitions it has. */
  int partitions() {
    return windows.size();
  }

  /** Returns which records should make progress now; may be called by any thread. */
  Activity activity() {
    int records = 0;
    TopicPartition partition = null;
    long offset = -1;
    long nanos = 0;
    for (Map.Entry<TopicPartition, OffsetWindow> window : windows.entrySet()) {
      OffsetWindow.Work work = window.getValue().work();
      records += work.records();
      if (work.records() > 0 && (partition == null || work.nanos() > nanos)) {
        partition = window.getKey();
        offset = work.oldest();
        nanos = work.nanos();
      }
    }
    return new Activity(records, partition, offset, nanos);
  }

  /**
   * Returns why a record cannot be begun, of the partition that waits the longest; one that a
   * restart may help comes first. May be called by any thread.
   */
  Optional<Obstacle> obstacle() {
    long now = nanoTime.getAsLong();
    return held.values().stream()
        .max(
            Comparator.comparing((Held first) -> !first.mayPass())
                .thenComparingLong(first -> now - first.since()))
        .map(first ->
            new Obstacle(
                first.mayPass(),
                "%s has waited for %d s at offset %d: %s"
                    .formatted(
                        first.partition(),
                        Duration.ofNanos(now - first.since()).toSeconds(),
                        first.offset(),
                        first.reason())));
  }

  /** A number that changes whenever a record is done; may be called by any thread. */
  long progress() {
    return windows.values().stream().mapToLong(OffsetWindow::completed).sum();
  }

  /**
   * Gives up everything, because the thread of the consumer hangs and another consumer takes over.
   * If that thread goes on later it does nothing. May be called by any thread.
   */
  void abandon() {
    abandoned = true;
    for (TopicPartition partition : Set.copyOf(windows.keySet())) {
      OffsetWindow window = windows.get(partition);
      if (window != null) {
        window.close();
        windows.remove(partition);
      }
      held.remove(partition);
      try {
        handler.forget(partition);
      } catch (RuntimeException e) {
        log.debug("a handler could not forget {}", partition, e);
      }
    }
  }

  private MessageListenerContainer attached() {
    if (container == null) {
      throw new IllegalStateException("a window listener works in a container");
    }
    return container;
  }
}
