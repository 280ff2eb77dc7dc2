package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.BULK_ABOVE;
import static io.chatpush.dispatch.fanout.Fixtures.MOST_BYTES;
import static io.chatpush.dispatch.fanout.Fixtures.NAMING_RENDERER;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.OTHER_APP;
import static io.chatpush.dispatch.fanout.Fixtures.PARTITIONS;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.fanout.FanOutStage;
import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.join.JoinStage;
import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.slf4j.LoggerFactory;

/** The applications of both lanes without a broker. */
final class Drivers {

  private Drivers() {}

  /**
   * Fan-out and the join of conversations without a broker; the time stands still at {@code NOW}.
   */
  static TopologyTestDriver driver(RecordCodec codec, Path state, MeterRegistry registry) {
    return driver(codec, state, registry, Stores.persistentKeyValueStore(JoinStage.DEVICES_STORE));
  }

  /** As above, with a store in memory: the driver flushes one on disk after every record. */
  static TopologyTestDriver fastDriver(RecordCodec codec, Path state, MeterRegistry registry) {
    return driver(codec, state, registry, Stores.inMemoryKeyValueStore(JoinStage.DEVICES_STORE));
  }

  private static TopologyTestDriver driver(
      RecordCodec codec, Path state, MeterRegistry registry, KeyValueBytesStoreSupplier devices) {
    return driver(codec, state, registry, devices, AppLimit.NONE, () -> 0);
  }

  /**
   * As above, with a limit for {@code APP}.
   *
   * @param nanoTime the clock of the limit
   */
  static TopologyTestDriver limitedDriver(
      RecordCodec codec,
      Path state,
      MeterRegistry registry,
      AppLimit limit,
      LongSupplier nanoTime) {
    return driver(
        codec,
        state,
        registry,
        Stores.inMemoryKeyValueStore(JoinStage.DEVICES_STORE),
        limit,
        nanoTime);
  }

  private static TopologyTestDriver driver(
      RecordCodec codec,
      Path state,
      MeterRegistry registry,
      KeyValueBytesStoreSupplier devices,
      AppLimit limit,
      LongSupplier nanoTime) {
    return new TopologyTestDriver(
        topology(codec, registry, devices, limit, nanoTime), settings("test", state), NOW);
  }

  /** Both stages without a broker, for these apps. */
  static TopologyTestDriver driver(
      RecordCodec codec, Path state, MeterRegistry registry, Apps.Source apps) {
    return new TopologyTestDriver(
        topologies(registry, apps, _ -> AppLimit.NONE, Duration.ofHours(1))
            .conversations(
                Stores.inMemoryKeyValueStore(JoinStage.DEVICES_STORE),
                () -> codec,
                () -> true,
                Drivers::partitions,
                System::nanoTime),
        settings("test", state),
        NOW);
  }

  /** The bulk lane without a broker, with a store in memory. */
  static TopologyTestDriver bulkDriver(RecordCodec codec, Path state, MeterRegistry registry) {
    return new TopologyTestDriver(bulkTopology(codec, registry), settings("bulk", state), NOW);
  }

  private static Properties settings(String application, Path state) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    return settings;
  }

  /** The topology of the bulk lane, with a store in memory. */
  static Topology bulkTopology(RecordCodec codec, MeterRegistry registry) {
    return topologies(registry, AppLimit.NONE)
        .bulk(Stores.inMemoryKeyValueStore(JoinStage.DEVICES_STORE), () -> codec, () -> true);
  }

  /** Fan-out and the join of conversations as they are. */
  static Topology topology(
      RecordCodec codec, MeterRegistry registry, KeyValueBytesStoreSupplier devices) {
    return topology(codec, registry, devices, AppLimit.NONE, () -> 0);
  }

  private static Topology topology(
      RecordCodec codec,
      MeterRegistry registry,
      KeyValueBytesStoreSupplier devices,
      AppLimit limit,
      LongSupplier nanoTime) {
    return topologies(registry, limit)
        .conversations(devices, () -> codec, () -> true, Drivers::partitions, nanoTime);
  }

  private static LaneTopologies topologies(MeterRegistry registry, AppLimit limit) {
    return topologies(
        registry,
        Apps.Source.fixed(Fixtures.apps(APP, OTHER_APP)),
        app -> app.id().equals(APP) ? limit : AppLimit.NONE,
        Duration.ofHours(1));
  }

  static LaneTopologies topologies(
      MeterRegistry registry, Apps.Source apps, AppLimits limits, Duration defaultTimeToLive) {
    RateLimitedLog log =
        new RateLimitedLog(
            LoggerFactory.getLogger(Drivers.class), Clock.fixed(NOW, ZoneOffset.UTC), 1);
    StreamDeadLetters letters = new StreamDeadLetters(MOST_BYTES);
    AppTexts texts = new AppTexts();
    return new LaneTopologies(
        new FanOutStage(
            apps,
            texts,
            limits,
            NAMING_RENDERER,
            BULK_ABOVE,
            defaultTimeToLive,
            letters,
            log,
            registry),
        new JoinStage(apps, texts, letters, new DeadLetterMeters(registry), log, registry));
  }

  /** One partition of {@code chat.messages}, so that one instance has the whole limit of an app. */
  static int partitions(String topic) {
    return topic.equals(Topics.CHAT_MESSAGES) ? 1 : PARTITIONS;
  }

  /** What has been written to a topic since it was last read. */
  static List<TestRecord<String, byte[]>> records(TopologyTestDriver driver, String topic) {
    return driver
        .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** As above, decoded. */
  static <T extends SpecificRecord> List<T> read(
      TopologyTestDriver driver, RecordCodec codec, Class<T> type, String topic) {
    return records(driver, topic).stream()
        .map(record -> codec.decode(type, topic, record.value()))
        .toList();
  }
}
