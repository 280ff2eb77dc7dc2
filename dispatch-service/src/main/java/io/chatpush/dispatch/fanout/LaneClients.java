package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.schemas.Topics;
import io.chatpush.streams.RegistryHold;
import io.chatpush.streams.StreamClients;
import io.chatpush.streams.StreamThreadConsumer;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The clients of fan-out and join, whose stream threads read with {@link LaneConsumer}. */
final class LaneClients extends StreamClients {

  /** Devices are stored as bytes, and decoded when they are looked up. */
  private static final Set<String> DECODED =
      Set.of(Topics.CHAT_MESSAGES, Topics.PUSH_COMMANDS, Topics.PUSH_COMMANDS_BULK);

  LaneClients(RecordCodec codec, FanOutMeters meters) {
    super(
        DECODED,
        (topic, bytes) -> codec.decode(SpecificRecord.class, topic, bytes),
        meters::registryWait);
  }

  @Override
  protected StreamThreadConsumer consumer(Map<String, Object> settings, RegistryHold hold) {
    return new LaneConsumer(settings, hold);
  }
}
