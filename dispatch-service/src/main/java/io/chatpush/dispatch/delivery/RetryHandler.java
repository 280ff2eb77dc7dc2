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
 * Puts retries back on their way when they are due: to {@code push.commands}, byte for byte. A
 * record that is not due waits on a timer in the window, so nothing sleeps and those behind it that
 * are due earlier go earlier.
 */
final class RetryHandler implements RecordHandler {

  private final RecordCodec codec;
  private final EventPublisher publisher;
  private final UndecodableRecords undecodable;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  RetryHandler(
      RecordCodec codec,
      EventPublisher publisher,
      UndecodableRecords undecodable,
      ScheduledExecutorService timer,
      Clock clock) {
    this.codec = codec;
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
    Instant notBefore = command.getNotBefore();
    long wait = notBefore == null ? 0 : Duration.between(clock.instant(), notBefore).toMillis() + 1;
    String topic =
        command.getLane() == Lane.BULK ? Topics.PUSH_COMMANDS_BULK : Topics.PUSH_COMMANDS;
    if (wait <= 0) {
      forward(topic, record, slot);
    } else {
      var _ = timer.schedule(() -> forward(topic, record, slot), wait, TimeUnit.MILLISECONDS);
    }
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
}
