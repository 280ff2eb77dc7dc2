package io.chatpush.dispatch.lanes;

import io.chatpush.dispatch.fanout.FanOutStage;
import io.chatpush.dispatch.join.JoinStage;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.output.Outputs;
import io.chatpush.schemas.Topics;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

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
final class LaneTopologies {

  /** The topics that the application of conversations reads. */
  static final List<String> SOURCES =
      List.of(Topics.CHAT_MESSAGES, Topics.PUSH_COMMANDS, Topics.USER_DEVICES);

  /** The topics that the application of the bulk lane reads. */
  static final List<String> BULK_SOURCES = List.of(Topics.PUSH_COMMANDS_BULK, Topics.USER_DEVICES);

  private final FanOutStage fanOut;
  private final JoinStage join;

  LaneTopologies(FanOutStage fanOut, JoinStage join) {
    this.fanOut = fanOut;
    this.join = join;
  }

  /** Returns where an application keeps the devices on disk. */
  static KeyValueBytesStoreSupplier devicesOnDisk() {
    return Stores.persistentKeyValueStore(JoinStage.DEVICES_STORE);
  }

  /**
   * Returns the topology from chat events to the requests of conversations.
   *
   * @param devices where the devices are kept, under the name {@link JoinStage#DEVICES_STORE}
   * @param codecs makes codecs for each task
   * @param schemasAreTried whether a record comes only after the registry has answered for its
   *     schema
   * @param partitions returns how many partitions a topic has now
   * @param nanoTime a clock that does not jump
   */
  Topology conversations(
      KeyValueBytesStoreSupplier devices,
      Supplier<RecordCodec> codecs,
      BooleanSupplier schemasAreTried,
      ToIntFunction<String> partitions,
      LongSupplier nanoTime) {
    Topology topology = fanOut.addTo(new Topology(), codecs, schemasAreTried, partitions, nanoTime);
    return join.addTo(topology, Topics.PUSH_COMMANDS, devices, codecs, schemasAreTried);
  }

  /**
   * Returns the topology from the commands of the bulk lane to its requests.
   *
   * @param devices as above; another copy, because the application has other partitions
   */
  Topology bulk(
      KeyValueBytesStoreSupplier devices,
      Supplier<RecordCodec> codecs,
      BooleanSupplier schemasAreTried) {
    return join.addPacedTo(
        new Topology(), Topics.PUSH_COMMANDS_BULK, devices, codecs, schemasAreTried);
  }
}
