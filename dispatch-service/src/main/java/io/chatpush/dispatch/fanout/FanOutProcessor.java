package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.fanout.FanOut.FannedOut;
import io.chatpush.dispatch.fanout.FanOut.Postponed;
import io.chatpush.dispatch.fanout.FanOut.Refused;
import io.chatpush.dispatch.fanout.FanOut.TypeOff;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.output.DeadLetteringProcessor;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Lane;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.Reason;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads chat events, writes commands, and dead-letters the events that it cannot use. No event can
 * end the thread: whatever fails before the first record is written leads to a dead letter.
 */
final class FanOutProcessor extends DeadLetteringProcessor {

  static final String COMMANDS_SINK = "push-commands-sink";
  static final String BULK_COMMANDS_SINK = "push-commands-bulk-sink";
  static final String SUPPRESSED_SINK = "suppressed-sink";
  static final String HELD_BACK_SINK = "held-back-sink";
  static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  /**
   * The topic of a command that the limit of its app holds back, and of a postponed event. Its
   * reader appends a record that is due later to the topic that fits.
   */
  static final RetryTier HELD_BACK_IN = RetryTier.AFTER_10S;

  private final FanOut fanOut;
  private final int partitions;
  private final FanOutMeters meters;
  private final RefusedEvents refusedEvents;
  private final AppShares shares;
  private boolean counted;

  /**
   * @param partitions how many partitions {@code push.commands} has
   * @param shares of this instance, which has a partition as long as this runs
   */
  FanOutProcessor(
      FanOut fanOut,
      RecordCodec codec,
      int partitions,
      FanOutMeters meters,
      RefusedEvents refusedEvents,
      BooleanSupplier schemasAreTried,
      AppShares shares) {
    super(codec, schemasAreTried, DEAD_LETTERS_SINK);
    this.fanOut = fanOut;
    this.partitions = partitions;
    this.meters = meters;
    this.refusedEvents = refusedEvents;
    this.shares = shares;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    super.init(context);
    if (!counted) {
      counted = true;
      shares.gained();
    }
  }

  @Override
  public void close() {
    if (counted) {
      counted = false;
      shares.lost();
    }
  }

  @Override
  protected @Nullable Record<byte[], Object> use(
      Record<byte[], byte[]> record, RecordMetadata place, long now) {
    ChatMessageEvent event;
    try {
      event = decode(ChatMessageEvent.class, place.topic(), record);
    } catch (UndecodableRecordException e) {
      Refusal refusal = new Refusal(Reason.UNDECODABLE, String.valueOf(e.getMessage()));
      return refusedEvents.event(record, place, refusal, "", now);
    }
    SourceRecord source = StreamDeadLetters.source(place);
    Admission.Decision limits =
        (app, recipients, longest) -> shares.admit(app, recipients, record.value().length, longest);
    return switch (fanOut.fanOut(event, source, partitions, limits, Instant.ofEpochMilli(now))) {
      case Refused(Refusal refusal) ->
          refusedEvents.event(record, place, refusal, fanOut.knownApp(event), now);
      case Postponed postponed -> {
        encode(postponed, record, now);
        meters.postponed();
        refusedEvents.postponed(source, postponed, fanOut.knownApp(event));
        yield null;
      }
      case TypeOff(List<PushOutcome> suppressed) -> {
        encode(suppressed, now);
        meters.fannedOut(0, suppressed.size());
        yield null;
      }
      case FannedOut fannedOut -> {
        encode(fannedOut, now);
        meters.fannedOut(fannedOut.recipients(), fannedOut.suppressed().size());
        meters.limited(event.getAppId(), fannedOut.admission(), fannedOut.recipients());
        yield null;
      }
    };
  }

  @Override
  protected Record<byte[], Object> letter(
      Record<byte[], byte[]> record, RecordMetadata place, RuntimeException fault, long now) {
    return refusedEvents.event(record, place, fault, now);
  }

  private void encode(Postponed postponed, Record<byte[], byte[]> record, long now) {
    PushCommand command = PostponedEvents.command(postponed, record);
    outputs()
        .add(PostponedEvents.key(postponed), HELD_BACK_IN.topic(), command, now, HELD_BACK_SINK);
  }

  private void encode(FannedOut fannedOut, long now) {
    for (PushCommand command : fannedOut.commands()) {
      Push push = command.getPush();
      String key =
          RecordKeys.user(push.getMessage().getAppId(), command.getRecipients().getFirst());
      if (command.getHeldBack()) {
        // As those that join parks: the reader of this topic appends what is due later to the
        // topic that fits.
        outputs().add(key, HELD_BACK_IN.topic(), command, now, HELD_BACK_SINK);
      } else if (push.getLane() == Lane.BULK) {
        outputs().add(key, Topics.PUSH_COMMANDS_BULK, command, now, BULK_COMMANDS_SINK);
      } else {
        outputs().add(key, Topics.PUSH_COMMANDS, command, now, COMMANDS_SINK);
      }
    }
    encode(fannedOut.suppressed(), now);
  }

  private void encode(List<PushOutcome> suppressed, long now) {
    for (PushOutcome outcome : suppressed) {
      outputs().add(outcome, now, SUPPRESSED_SINK);
    }
  }
}
