package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.window.RecordHandler;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.Lane;
import io.chatpush.events.PushCommand;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Puts retries back on their way when they are due: to the commands of their lane, byte for byte. A
 * record that is not due waits on a timer in the window, so nothing sleeps and those behind it that
 * are due earlier go earlier. One that is due later than its topic is for, as FCM may have asked
 * for more than the longest tier, is appended again to the topic that fits what is left.
 *
 * <p>Holds the records of {@code partitionLimit} slots for each partition of each tier, some two
 * kilobytes each.
 */
final class RetryHandler implements RecordHandler {

  private final RecordCodec codec;
  private final RetryTiers tiers;
  private final EventPublisher publisher;
  private final UndecodableRecords undecodable;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  RetryHandler(
      RecordCodec codec,
      RetryTiers tiers,
      EventPublisher publisher,
      UndecodableRecords undecodable,
      ScheduledExecutorService timer,
      Clock clock) {
    this.codec = codec;
    this.tiers = tiers;
    this.publisher = publisher;
    this.undecodable = undecodable;
    this.timer = timer;
    this.clock = clock;
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
    PushCommand command;
    try {
      command = codec.decode(PushCommand.class, record.topic(), record.value());
    } catch (UndecodableRecordException e) {
      undecodable.deadLetter(record, e, slot);
      return;
    }
    Instant due = command.getNotBefore();
    Duration wait = due == null ? Duration.ZERO : Duration.between(clock.instant(), due);
    if (!wait.isPositive()) {
      forward(lane(command), record, slot);
    } else if (tiers.holds(record.topic(), wait)) {
      var _ =
          timer.schedule(
              () -> forward(lane(command), record, slot),
              // The rest of a millisecond that toMillis() cuts off would be too early.
              wait.toMillis() + 1,
              TimeUnit.MILLISECONDS);
    } else {
      forward(tiers.topicForRest(wait), record, slot);
    }
  }

  private static String lane(PushCommand command) {
    return command.getLane() == Lane.BULK ? Topics.PUSH_COMMANDS_BULK : Topics.PUSH_COMMANDS;
  }

  private void forward(String topic, ConsumerRecord<byte[], byte[]> record, Slot slot) {
    if (slot.begin()) {
      Commits.after(
          publisher.publish(
              topic, record.key(), record.value(), List.of(record.headers().toArray())),
          record,
          slot);
    }
  }

  /** Retries wait until they are due, for up to the longest tier. */
  @Override
  public boolean mayWait() {
    return true;
  }
}
