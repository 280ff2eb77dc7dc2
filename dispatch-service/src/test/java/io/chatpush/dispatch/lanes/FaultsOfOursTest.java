package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.join.JoinStage;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fan-out and join with a fault of their own that a record meets: the record is dead-lettered, and
 * the thread goes on with the next one.
 */
class FaultsOfOursTest {

  /** A command expires after the last millisecond that Avro can write. */
  private static final Duration NOT_WRITABLE = Duration.ofDays(365L * 300_000_000);

  private static final byte[] UNAVAILABLE = {1, 2, 3};

  private final RecordCodec codec = RegistryFreeCodec.create(bytes -> bytes.length == 3);

  @TempDir Path state;
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    LaneTopologies topologies =
        Drivers.topologies(
            registry, Apps.Source.fixed(Fixtures.apps(APP)), _ -> AppLimit.NONE, NOT_WRITABLE);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver =
        new TopologyTestDriver(
            topologies.conversations(
                Stores.inMemoryKeyValueStore(JoinStage.DEVICES_STORE),
                () -> codec,
                () -> {
                  throw new IllegalStateException("a fault in chatpush");
                },
                Drivers::partitions,
                System::nanoTime),
            settings,
            NOW);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void anEventThatFanOutFailsAtIsDeadLetteredAndTheNextOneIsFannedOut() {
    byte[] failing = event(aChatMessage("u1"));
    pipe(Topics.CHAT_MESSAGES, failing);
    pipe(Topics.CHAT_MESSAGES, event(aChatMessage("u1").setExpiresAt(NOW.plusSeconds(60))));

    assertDeadLetter(Topics.CHAT_MESSAGES_DEAD_LETTERS, failing);
    assertThat(read(Topics.PUSH_COMMANDS)).as("commands of the event behind it").hasSize(1);
  }

  @Test
  void aCommandThatTheJoinFailsAtIsDeadLetteredAndTheNextOneIsJoined() {
    pipe(Topics.PUSH_COMMANDS, UNAVAILABLE);
    pipe(Topics.CHAT_MESSAGES, event(aChatMessage("u1").setExpiresAt(NOW.plusSeconds(60))));

    assertDeadLetter(Topics.PUSH_DEAD_LETTERS, UNAVAILABLE);
    assertThat(read(Topics.PUSH_OUTCOMES)).as("outcomes of the command behind it").hasSize(1);
  }

  private void assertDeadLetter(String topic, byte[] value) {
    List<TestRecord<byte[], byte[]>> letters = read(topic);
    assertThat(letters).as("dead letters").hasSize(1);
    assertThat(letters.getFirst().value()).isEqualTo(value);
    assertThat(
            new String(
                letters.getFirst().headers().lastHeader(DeadLetterHeaders.REASON).value(),
                StandardCharsets.UTF_8))
        .isEqualTo("INTERNAL_ERROR");
  }

  private byte[] event(ChatMessageEvent.Builder event) {
    return codec.encode(Topics.CHAT_MESSAGES, event.build());
  }

  private void pipe(String topic, byte[] value) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new byte[0], value);
  }

  private List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }
}
