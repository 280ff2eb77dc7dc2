package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.fanout.FanOut.FannedOut;
import io.chatpush.dispatch.fanout.FanOut.Refused;
import io.chatpush.dispatch.fanout.Refusal.Reason;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Lane;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads chat events, writes commands, and sends what it cannot use to the dead letters as it came.
 */
final class FanOutProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {

  private static final Logger log = LoggerFactory.getLogger(FanOutProcessor.class);

  private final FanOut fanOut;
  private final RecordCodec codec;
  private final int partitions;
  private final FanOutMeters meters;

  /**
   * @param partitions how many partitions {@code push.commands} has
   */
  FanOutProcessor(FanOut fanOut, RecordCodec codec, int partitions, FanOutMeters meters) {
    this.fanOut = fanOut;
    this.codec = codec;
    this.partitions = partitions;
    this.meters = meters;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata = context().recordMetadata().orElseThrow();
    SourceRecord source =
        new SourceRecord(metadata.topic(), metadata.partition(), metadata.offset());
    Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
    try {
      ChatMessageEvent event = codec.decode(ChatMessageEvent.class, source.topic(), record.value());
      switch (fanOut.fanOut(event, source, partitions, now)) {
        case FannedOut fannedOut -> write(fannedOut, record.timestamp());
        case Refused refused -> deadLetter(record, source, refused.refusal(), now);
      }
    } catch (UndecodableRecordException e) {
      deadLetter(
          record, source, new Refusal(Reason.UNDECODABLE, String.valueOf(e.getMessage())), now);
    } catch (KafkaException e) {
      // The broker or the registry: the record is good, and comes again once the thread is
      // replaced.
      throw e;
    } catch (RuntimeException e) {
      log.error("chat event at {} could not be fanned out, it goes to the dead letters", source, e);
      deadLetter(record, source, new Refusal(Reason.INTERNAL_ERROR, e.getClass().getName()), now);
    }
  }

  private void write(FannedOut fannedOut, long timestamp) {
    for (PushCommand command : fannedOut.commands()) {
      String key = RecordKeys.user(command.getAppId(), command.getRecipients().getFirst());
      context()
          .forward(
              new Record<>(key.getBytes(StandardCharsets.UTF_8), command, timestamp),
              command.getLane() == Lane.BULK
                  ? FanOutTopology.BULK_COMMANDS_SINK
                  : FanOutTopology.COMMANDS_SINK);
    }
    for (PushOutcome outcome : fannedOut.suppressed()) {
      context()
          .forward(
              new Record<>(
                  outcome.getPushId().getBytes(StandardCharsets.UTF_8), outcome, timestamp),
              FanOutTopology.SUPPRESSED_SINK);
    }
    meters.fannedOut(fannedOut.recipients(), fannedOut.suppressed().size());
  }

  private void deadLetter(
      Record<byte[], byte[]> record, SourceRecord source, Refusal refusal, Instant now) {
    context()
        .forward(
            record.withHeaders(
                source.deadLetterHeaders(
                    record.headers(), refusal.reason().name(), refusal.detail(), now)),
            FanOutTopology.DEAD_LETTERS_SINK);
    meters.refused(refusal.reason());
    log.warn("chat event at {} refused, {}: {}", source, refusal.reason(), refusal.detail());
  }
}
