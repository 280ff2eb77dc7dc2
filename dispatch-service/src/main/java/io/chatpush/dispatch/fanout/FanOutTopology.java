package io.chatpush.dispatch.fanout;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.streams.TolerantTimestamps;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The way from a chat event to requests:
 *
 * <pre>
 * chat.messages -> fan-out -> push.commands -----> join -> push.requests
 *                    | | '--> push.commands.bulk -> | |--> push.requests.bulk
 *                    | |'-----> push.retry.10s      | |--> push.outcomes (no device, suppressed)
 *                    | |  (the app is over its      | |--> push.dead-letters (cannot be joined)
 *                    | |  limit: held back)         | '--> push.retry.10s (a device's schema is
 *                    | '----> push.outcomes         |      not available now)
 *                    v        (suppressed)          |
 *         chat.messages.dead-letters                |
 *                                             push.user-devices (a table)
 * </pre>
 *
 * Records are read as bytes: one that cannot be decoded must go to the dead letters unchanged, and
 * not end a thread. They are written as bytes, too: see {@link Outputs}.
 */
final class FanOutTopology {

  static final String DEVICES_STORE = "user-devices";
  static final String COMMANDS_SINK = "push-commands-sink";
  static final String BULK_COMMANDS_SINK = "push-commands-bulk-sink";
  static final String SUPPRESSED_SINK = "suppressed-sink";
  static final String HELD_BACK_SINK = "held-back-sink";
  static final String DEAD_LETTERS_SINK = "dead-letters-sink";
  static final String REQUESTS_SINK = "push-requests-sink";
  static final String BULK_REQUESTS_SINK = "push-requests-bulk-sink";
  static final String OUTCOMES_SINK = "push-outcomes-sink";
  static final String PUSH_DEAD_LETTERS_SINK = "push-dead-letters-sink";
  static final String PARKED_SINK = "push-parked-sink";

  /** The topics that it reads. */
  static final List<String> SOURCES =
      List.of(
          Topics.CHAT_MESSAGES,
          Topics.PUSH_COMMANDS,
          Topics.PUSH_COMMANDS_BULK,
          Topics.USER_DEVICES);

  private FanOutTopology() {}

  static Topology build(Supplier<FanOutProcessor> fanOut, Supplier<JoinProcessor> join) {
    return build(fanOut, join, Stores.persistentKeyValueStore(DEVICES_STORE));
  }

  /**
   * @param devices where the devices are kept, under the name {@link #DEVICES_STORE}
   */
  static Topology build(
      Supplier<FanOutProcessor> fanOut,
      Supplier<JoinProcessor> join,
      KeyValueBytesStoreSupplier devices) {
    @Nullable AutoOffsetReset asConfigured = null;
    AutoOffsetReset earliest = AutoOffsetReset.earliest();
    ByteArrayDeserializer reader = new ByteArrayDeserializer();
    ByteArraySerializer bytes = new ByteArraySerializer();
    Serializer<EncodedOutcome> outcomes = (topic, outcome) -> outcome.bytes();
    StreamPartitioner<byte[], EncodedOutcome> byMessage =
        (topic, key, outcome, partitions) -> Optional.of(Set.of(outcome.partition(partitions)));
    return new Topology()
        .addSource(
            asConfigured,
            "chat-messages",
            // Nothing depends on the time: fan-out writes records with the time of writing.
            new TolerantTimestamps(),
            reader,
            reader,
            Topics.CHAT_MESSAGES)
        .addProcessor("fan-out", fanOut::get, "chat-messages")
        .addSink(COMMANDS_SINK, Topics.PUSH_COMMANDS, bytes, bytes, "fan-out")
        .addSink(BULK_COMMANDS_SINK, Topics.PUSH_COMMANDS_BULK, bytes, bytes, "fan-out")
        .addSink(HELD_BACK_SINK, RetryTier.AFTER_10S.topic(), bytes, bytes, "fan-out")
        .addSink(SUPPRESSED_SINK, Topics.PUSH_OUTCOMES, bytes, outcomes, byMessage, "fan-out")
        .addSink(DEAD_LETTERS_SINK, Topics.CHAT_MESSAGES_DEAD_LETTERS, bytes, bytes, "fan-out")
        .addReadOnlyStateStore(
            Stores.keyValueStoreBuilder(devices, Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled(),
            "user-devices-source",
            LaneOrder.DEVICES,
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            Topics.USER_DEVICES,
            "user-devices-table",
            DeviceTable::new)
        .addSource(
            earliest, "push-commands", LaneOrder.DIRECT, reader, reader, Topics.PUSH_COMMANDS)
        .addSource(
            earliest,
            "push-commands-bulk",
            LaneOrder.BULK,
            reader,
            reader,
            Topics.PUSH_COMMANDS_BULK)
        .addProcessor("join", join::get, "push-commands", "push-commands-bulk")
        .connectProcessorAndStateStores("join", DEVICES_STORE)
        .addSink(REQUESTS_SINK, Topics.PUSH_REQUESTS, bytes, bytes, "join")
        .addSink(BULK_REQUESTS_SINK, Topics.PUSH_REQUESTS_BULK, bytes, bytes, "join")
        .addSink(OUTCOMES_SINK, Topics.PUSH_OUTCOMES, bytes, outcomes, byMessage, "join")
        .addSink(PUSH_DEAD_LETTERS_SINK, Topics.PUSH_DEAD_LETTERS, bytes, bytes, "join")
        .addSink(PARKED_SINK, RetryTier.AFTER_10S.topic(), bytes, bytes, "join");
  }
}
