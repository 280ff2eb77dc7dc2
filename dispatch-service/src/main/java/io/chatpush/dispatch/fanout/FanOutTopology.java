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
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The way from a chat event to requests, in two Kafka Streams applications, so that the bulk lane
 * has its own consumer group, its own threads and its own copy of the devices, and no conversation
 * waits for an announcement:
 *
 * <pre>
 * conversations
 *   chat.messages -> fan-out -> push.commands -> join -> push.requests
 *                      | | '--> push.commands.bulk |'--> push.outcomes (no device, suppressed)
 *                      | |'---> push.retry.10s     |'--> push.dead-letters (cannot be joined)
 *                      | |  (the app is over its   |'--> push.retry.10s (a device's schema is
 *                      | |  limit: held back)      |     not available now)
 *                      | '----> push.outcomes      |
 *                      v        (suppressed)       |
 *           chat.messages.dead-letters     push.user-devices (a table)
 *
 * bulk
 *   push.commands.bulk -> join, paced -> push.requests.bulk, and the other topics as above
 *                           |
 *                   push.user-devices (a table)
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

  /** The topics that the application of conversations reads. */
  static final List<String> SOURCES =
      List.of(Topics.CHAT_MESSAGES, Topics.PUSH_COMMANDS, Topics.USER_DEVICES);

  /** The topics that the application of the bulk lane reads. */
  static final List<String> BULK_SOURCES = List.of(Topics.PUSH_COMMANDS_BULK, Topics.USER_DEVICES);

  private static final ByteArrayDeserializer READER = new ByteArrayDeserializer();
  private static final ByteArraySerializer BYTES = new ByteArraySerializer();
  private static final Serializer<EncodedOutcome> OUTCOMES = (topic, outcome) -> outcome.bytes();
  private static final StreamPartitioner<byte[], EncodedOutcome> BY_MESSAGE =
      (topic, key, outcome, partitions) -> Optional.of(Set.of(outcome.partition(partitions)));

  private FanOutTopology() {}

  /** Returns where an application keeps the devices on disk. */
  static KeyValueBytesStoreSupplier devicesOnDisk() {
    return Stores.persistentKeyValueStore(DEVICES_STORE);
  }

  /**
   * Returns the topology from chat events to the requests of conversations.
   *
   * @param devices where the devices are kept, under the name {@link #DEVICES_STORE}
   */
  static Topology conversations(
      Supplier<FanOutProcessor> fanOut,
      Supplier<JoinProcessor> join,
      KeyValueBytesStoreSupplier devices) {
    @Nullable AutoOffsetReset asConfigured = null;
    Topology topology =
        new Topology()
            .addSource(
                asConfigured,
                "chat-messages",
                new TolerantTimestamps(),
                READER,
                READER,
                Topics.CHAT_MESSAGES)
            .addProcessor("fan-out", fanOut::get, "chat-messages")
            .addSink(COMMANDS_SINK, Topics.PUSH_COMMANDS, BYTES, BYTES, "fan-out")
            .addSink(BULK_COMMANDS_SINK, Topics.PUSH_COMMANDS_BULK, BYTES, BYTES, "fan-out")
            .addSink(HELD_BACK_SINK, RetryTier.AFTER_10S.topic(), BYTES, BYTES, "fan-out")
            .addSink(SUPPRESSED_SINK, Topics.PUSH_OUTCOMES, BYTES, OUTCOMES, BY_MESSAGE, "fan-out")
            .addSink(DEAD_LETTERS_SINK, Topics.CHAT_MESSAGES_DEAD_LETTERS, BYTES, BYTES, "fan-out");
    return addJoin(topology, Topics.PUSH_COMMANDS, join::get, devices);
  }

  /**
   * Returns the topology from the commands of the bulk lane to its requests.
   *
   * @param devices as above; another copy, because the application has other partitions
   */
  static Topology bulk(Supplier<PacedJoin> join, KeyValueBytesStoreSupplier devices) {
    return addJoin(new Topology(), Topics.PUSH_COMMANDS_BULK, join::get, devices);
  }

  private static Topology addJoin(
      Topology topology,
      String commands,
      ProcessorSupplier<byte[], byte[], byte[], Object> join,
      KeyValueBytesStoreSupplier devices) {
    return topology
        .addReadOnlyStateStore(
            Stores.keyValueStoreBuilder(devices, Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled(),
            "user-devices-source",
            new DevicesFirst(),
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            Topics.USER_DEVICES,
            "user-devices-table",
            DeviceTable::new)
        .addSource(
            AutoOffsetReset.earliest(),
            "push-commands",
            new TolerantTimestamps(),
            READER,
            READER,
            commands)
        .addProcessor("join", join, "push-commands")
        .connectProcessorAndStateStores("join", DEVICES_STORE)
        // The lane stands in the command: one that was written to the wrong topic keeps it.
        .addSink(REQUESTS_SINK, Topics.PUSH_REQUESTS, BYTES, BYTES, "join")
        .addSink(BULK_REQUESTS_SINK, Topics.PUSH_REQUESTS_BULK, BYTES, BYTES, "join")
        .addSink(OUTCOMES_SINK, Topics.PUSH_OUTCOMES, BYTES, OUTCOMES, BY_MESSAGE, "join")
        .addSink(PUSH_DEAD_LETTERS_SINK, Topics.PUSH_DEAD_LETTERS, BYTES, BYTES, "join")
        .addSink(PARKED_SINK, RetryTier.AFTER_10S.topic(), BYTES, BYTES, "join");
  }
}
