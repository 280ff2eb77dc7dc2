package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.window.RecordHandler;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.Lane;
import io.chatpush.events.PostponedEvent;
import io.chatpush.events.PushCommand;
import io.chatpush.rules.EventLimits;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts retries that are due back to the commands of their lane, byte for byte, and postponed chat
 * events back to {@code chat.messages}, for a fan-out that may be newer by then. A record that is
 * not due waits on a timer in the window, so no thread sleeps, and records behind it that are due
 * earlier are forwarded earlier. A record that is due later than its topic is for, because FCM
 * asked for more, is appended again to the topic that fits the rest of its wait. In the topic of
 * the longest waits it is held first until that wait has passed since it was written: otherwise it
 * would be read and appended again as fast as Kafka allows until it is due. Since it was written,
 * not since it was read: many such records would otherwise wait one window after the other, and
 * retries behind them would expire.
 *
 * <p>Holds the records of {@code partitionLimit} slots for each partition of each tier, about two
 * kilobytes each.
 */
final class RetryHandler implements RecordHandler {

  private static final Logger log = LoggerFactory.getLogger(RetryHandler.class);

  /** A push never waits for longer than FCM would keep it. */
  private static final Duration LONGEST_WAIT = EventLimits.LONGEST_TIME_TO_LIVE;

  /** So that a broker whose clock is slow does not make us append the same records all the time. */
  private static final long SHORTEST_TURN_MILLIS = 1_000;

  private final RecordCodec codec;
  private final Jitter jitter;
  private final EventPublisher publisher;
  private final RefusedRecords refused;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  RetryHandler(
      RecordCodec codec,
      Jitter jitter,
      EventPublisher publisher,
      RefusedRecords refused,
      ScheduledExecutorService timer,
      Clock clock) {
    this.codec = codec;
    this.jitter = jitter;
    this.publisher = publisher;
    this.refused = refused;
    this.timer = timer;
    this.clock = clock;
  }

  /**
   * Forwards a command when it is due. A record that is no such command is dead-lettered.
   *
   * @throws RuntimeException for which {@link RecordCodec#isRegistryUnavailable} holds if the
   *     schema of the record cannot be known now
   */
  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
    PushCommand command;
    try {
      command = codec.decode(PushCommand.class, record.topic(), record.value());
    } catch (UndecodableRecordException e) {
      refused.undecodable(record, e, slot);
      return;
    }
    ProducerRecord<byte[], byte[]> due = due(command, record);
    Instant notBefore = command.getNotBefore();
    Duration wait =
        notBefore == null ? Duration.ZERO : Duration.between(clock.instant(), notBefore);
    if (!wait.isPositive()) {
      forward(due, record, slot);
    } else if (wait.compareTo(LONGEST_WAIT) > 0) {
      refused.invalid(
          record,
          "not_before is more than %d days from now, when the push has expired"
              .formatted(LONGEST_WAIT.toDays()),
          slot);
    } else if (wait.compareTo(jitter.longest(RetryTier.ofTopic(record.topic()).delay())) <= 0) {
      later(wait, due, record, slot);
    } else {
      String topic = RetryTier.ofWait(jitter.shortest(wait)).topic();
      if (topic.equals(record.topic())) {
        Duration turn = restOfTurn(record);
        later(wait.compareTo(turn) < 0 ? wait : turn, same(topic, record), record, slot);
      } else {
        forward(same(topic, record), record, slot);
      }
    }
  }

  private void later(
      Duration wait,
      ProducerRecord<byte[], byte[]> next,
      ConsumerRecord<byte[], byte[]> record,
      Slot slot) {
    slot.rest(wait);
    try {
      var _ =
          timer.schedule(
              () -> forward(next, record, slot),
              // The rest of a millisecond that toMillis() cuts off would be too early.
              wait.toMillis() + 1,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the timer is stopped: the retries it held are read again after the start");
    }
  }

  /** What is left of the longest wait since the record was written. */
  private Duration restOfTurn(ConsumerRecord<byte[], byte[]> record) {
    long longest = RetryTier.longest().delay().toMillis();
    // A timestamp is whatever the writer said: one of the far past or future must not overflow.
    long age = record.timestamp() < 0 ? 0 : clock.millis() - record.timestamp();
    return Duration.ofMillis(Math.clamp(longest - age, SHORTEST_TURN_MILLIS, longest));
  }

  /** Returns the record that is written when the command is due. */
  private static ProducerRecord<byte[], byte[]> due(
      PushCommand command, ConsumerRecord<byte[], byte[]> record) {
    PostponedEvent event = command.getPostponed();
    if (event == null) {
      return same(lane(command), record);
    }
    return new ProducerRecord<>(
        Topics.CHAT_MESSAGES,
        null,
        bytes(event.getKey()),
        bytes(event.getValue()),
        event.getHeaders().stream()
            .<Header>map(header -> new RecordHeader(header.getName(), bytes(header.getValue())))
            .toList());
  }

  private static ProducerRecord<byte[], byte[]> same(
      String topic, ConsumerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
  }

  private static String lane(PushCommand command) {
    return command.getPush().getLane() == Lane.BULK
        ? Topics.PUSH_COMMANDS_BULK
        : Topics.PUSH_COMMANDS;
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private void forward(
      ProducerRecord<byte[], byte[]> next, ConsumerRecord<byte[], byte[]> record, Slot slot) {
    if (!slot.begin()) {
      return;
    }
    CompletableFuture<Void> written;
    try {
      written =
          publisher.publish(
              next.topic(), next.key(), next.value(), List.of(next.headers().toArray()));
    } catch (RuntimeException | Error e) {
      written = CompletableFuture.failedFuture(e);
    }
    var _ =
        written.whenComplete((_, failure) -> {
          if (failure == null) {
            slot.complete();
          } else {
            refused.failed(record, failure, 0, slot);
          }
        });
  }

  @Override
  public boolean mayPass(Throwable failure) {
    return RecordCodec.isRegistryUnavailable(failure);
  }

  @Override
  public void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot) {
    refused.failed(record, failure, 0, slot);
  }
}
