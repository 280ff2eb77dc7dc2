package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.UserDevice;
import io.chatpush.service.RateLimitedLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.LoggerFactory;

/** What the tests of fan-out and join speak of. */
final class Fixtures {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final int BULK_ABOVE = 100;
  static final int PARTITIONS = 8;

  /** The producer's default of {@code max.request.size}. */
  static final int MOST_BYTES = 1_048_576;

  static final String APP = "test-app";
  static final String OTHER_APP = "other-app";

  /** Says the platform and the text, so that tests see what went where. */
  static final PayloadRenderer NAMING_RENDERER =
      (content, platform) ->
          new RenderedContent(
              platform,
              ByteBuffer.wrap((platform + ":" + content.body()).getBytes(StandardCharsets.UTF_8)),
              List.of(),
              -1);

  private Fixtures() {}

  static FanOut fanOut() {
    return new FanOut(
        new ChatEventRules(Set.of(APP, OTHER_APP)::contains),
        new ContentComposer(),
        NAMING_RENDERER,
        BULK_ABOVE,
        Duration.ofHours(1));
  }

  /**
   * Fan-out and the join of conversations without a broker; the time stands still at {@link #NOW}.
   */
  static TopologyTestDriver driver(RecordCodec codec, Path state, MeterRegistry registry) {
    return driver(
        codec, state, registry, Stores.persistentKeyValueStore(FanOutTopology.DEVICES_STORE));
  }

  /** As above, with a store in memory: the driver flushes one on disk after every record. */
  static TopologyTestDriver fastDriver(RecordCodec codec, Path state, MeterRegistry registry) {
    return driver(
        codec, state, registry, Stores.inMemoryKeyValueStore(FanOutTopology.DEVICES_STORE));
  }

  private static TopologyTestDriver driver(
      RecordCodec codec, Path state, MeterRegistry registry, KeyValueBytesStoreSupplier devices) {
    return driver(codec, state, registry, devices, AppLimit.NONE, () -> 0);
  }

  /**
   * As above, with a limit for {@link #APP}.
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
        Stores.inMemoryKeyValueStore(FanOutTopology.DEVICES_STORE),
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
    FanOutMeters meters = new FanOutMeters(registry, Set.of(APP, OTHER_APP));
    RateLimitedLog log = log();
    RefusedRecords refused = new RefusedRecords(MOST_BYTES, meters, log);
    return FanOutTopology.bulk(
        () ->
            new PacedJoin(
                new JoinProcessor(
                    codec, meters, refused, () -> true, new UserDevices(codec, meters, log))),
        Stores.inMemoryKeyValueStore(FanOutTopology.DEVICES_STORE));
  }

  private static RateLimitedLog log() {
    return new RateLimitedLog(
        LoggerFactory.getLogger(Fixtures.class), Clock.fixed(NOW, ZoneOffset.UTC), 1);
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
    FanOutMeters meters = new FanOutMeters(registry, Set.of(APP, OTHER_APP));
    AppShares shares =
        new AppShares(
            new AppLimits(Map.of(APP, limit, OTHER_APP, AppLimit.NONE)), () -> 1, nanoTime);
    RateLimitedLog log = log();
    RefusedRecords refused = new RefusedRecords(MOST_BYTES, meters, log);
    return FanOutTopology.conversations(
        () -> new FanOutProcessor(fanOut(), codec, PARTITIONS, meters, refused, () -> true, shares),
        () ->
            new JoinProcessor(
                codec, meters, refused, () -> true, new UserDevices(codec, meters, log)),
        devices);
  }

  static ChatMessageEvent.Builder aChatMessage(String... recipients) {
    return ChatMessageEvent.newBuilder()
        .setAppId(APP)
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setSenderId("sender")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of(recipients))
        .setBody("text")
        .setSentAt(NOW);
  }

  static UserDevice aDevice(String userId, String deviceId, Platform platform) {
    return UserDevice.newBuilder()
        .setAppId(APP)
        .setUserId(userId)
        .setDeviceId(deviceId)
        .setAddressType(AddressType.TOKEN)
        .setAddressValue("address-of-" + deviceId)
        .setPlatform(platform)
        .setRegisteredAt(NOW)
        .setRefreshedAt(NOW)
        .build();
  }
}
