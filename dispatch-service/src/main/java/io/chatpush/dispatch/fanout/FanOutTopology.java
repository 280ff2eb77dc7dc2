package io.chatpush.dispatch.fanout;

import io.chatpush.schemas.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The way from a chat event to requests:
 *
 * <pre>
 * chat.messages -> fan-out -> push.commands -> join -> push.requests
 *                     |                         |----> push.outcomes (nobody to send to)
 *                     |                         |
 *                     v           push.user-devices (a table)
 *         chat.messages.dead-letters
 * </pre>
 *
 * Records are bytes throughout: one that cannot be read must go to the dead letters as it came, not
 * stop a thread.
 */
final class FanOutTopology {

  static final String DEVICES_STORE = "user-devices";
  static final String COMMANDS_SINK = "push-commands-sink";
  static final String REQUESTS_SINK = "push-requests-sink";
  static final String OUTCOMES_SINK = "push-outcomes-sink";
  static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  static final String PUSH_DEAD_LETTERS_SINK = "push-dead-letters-sink";

  private FanOutTopology() {}

  static Topology build(Supplier<FanOutProcessor> fanOut, Supplier<JoinProcessor> join) {
    ByteArrayDeserializer reader = new ByteArrayDeserializer();
    ByteArraySerializer writer = new ByteArraySerializer();
    return new Topology()
        .addSource("chat-messages", reader, reader, Topics.CHAT_MESSAGES)
        .addProcessor("fan-out", fanOut::get, "chat-messages")
        .addSink(COMMANDS_SINK, Topics.PUSH_COMMANDS, writer, writer, "fan-out")
        .addSink(DEAD_LETTERS_SINK, Topics.CHAT_MESSAGES_DEAD_LETTERS, writer, writer, "fan-out")
        .addReadOnlyStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(DEVICES_STORE),
                    Serdes.String(),
                    Serdes.ByteArray())
                .withLoggingDisabled(),
            "user-devices-source",
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            Topics.USER_DEVICES,
            "user-devices-table",
            DeviceTable::new)
        .addSource("push-commands", reader, reader, Topics.PUSH_COMMANDS)
        .addProcessor("join", join::get, "push-commands")
        .connectProcessorAndStateStores("join", DEVICES_STORE)
        .addSink(REQUESTS_SINK, Topics.PUSH_REQUESTS, writer, writer, "join")
        .addSink(OUTCOMES_SINK, Topics.PUSH_OUTCOMES, writer, writer, "join")
        .addSink(PUSH_DEAD_LETTERS_SINK, Topics.PUSH_DEAD_LETTERS, writer, writer, "join");
  }
}
