package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.Platform;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.UserDeviceHeaders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class OwnershipTopologyTest {

  private static final int LIMIT = 3;

  private static final Serde<Object> PLAIN_AVRO =
      Serdes.serdeFrom(OwnershipTopologyTest::write, OwnershipTopologyTest::read);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> events;
  private TestOutputTopic<String, Object> devices;
  private final List<TestRecord<String, Object>> rows = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path state) {
    OwnershipMeters ownership = new OwnershipMeters(meters);
    BadRecords bad = new BadRecords(ownership, Clock.systemUTC());
    StreamsBuilder builder = new StreamsBuilder();
    OwnershipTopology.addTo(
        builder,
        PLAIN_AVRO,
        new OwnershipProperties(
            LIMIT,
            Duration.ofDays(30),
            Duration.ofDays(270),
            2,
            Duration.ofMinutes(1),
            DataSize.ofMegabytes(16),
            null),
        ownership,
        bad);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ownership");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    StreamSettings.put(settings, bad);
    driver = new TopologyTestDriver(builder.build(settings), settings, Events.second(0));
    events =
        driver.createInputTopic(
            Topics.DEVICE_TOKEN_EVENTS, new StringSerializer(), new ByteArraySerializer());
    devices =
        driver.createOutputTopic(
            Topics.USER_DEVICES, new StringDeserializer(), PLAIN_AVRO.deserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void writesATombstoneForTheOldOwnerAndADeviceForTheNew() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.registered("noor", "phone", "address", 2));

    List<KeyValue<String, Object>> written = devices.readKeyValuesToList();
    assertThat(written)
        .extracting(row -> row.key)
        .containsExactly("demo|maya|phone", "demo|maya|phone", "demo|noor|phone");
    assertThat(written.get(1).value).isNull();
    assertThat(written.get(2).value)
        .isInstanceOfSatisfying(
            UserDevice.class, device -> assertThat(device.getUserId()).isEqualTo("noor"));
  }

  @Test
  void forgetsADeviceOnceItIsRemoved() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.removed("maya", "phone", 2));
    pipe(Events.removed("maya", "phone", 3));

    assertThat(devices.readKeyValuesToList()).hasSize(2);
    assertThat(driver.getKeyValueStore(OwnershipProcessor.STORE).get("demo|phone|maya")).isNull();
    assertThat(count("owned")).isEqualTo(1);
    assertThat(count("removed")).isEqualTo(1);
    assertThat(count("not_the_owner")).isEqualTo(1);
  }

  @Test
  void countsDevicesThatComeChangeAndEnd() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.registered("maya", "phone", "address", 2));
    pipe(Events.registered("maya", "phone", "address-2", 3));
    pipe(Events.registered("noor", "phone", "address-2", 4));
    pipe(Events.removed("maya", "phone", 5));
    pipe(Events.removed("noor", "phone", 6));

    assertThat(List.of("added", "address", "moved", "ended"))
        .allSatisfy(change ->
            assertThat(meters.get("push.tokens.churn").tag("change", change).counter().count())
                .as(change)
                .isEqualTo(1));
  }

  @Test
  void leavesADeviceToItsUserWhereAnotherKnowsItsIdOnly() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.registered("mallory", "phone", "mallorys-address", 2));
    pipe(Events.removed("mallory", "phone", 3));

    assertThat(table()).containsOnlyKeys("demo|maya|phone");
    assertThat(count("same_id")).isEqualTo(1);
    assertThat(reasons()).containsExactly("REMOVED");
  }

  @Test
  void movesAnAddressAmongMoreUsersOfADeviceIdThanItLooksAt() {
    for (int user = 0; user < 120; user++) {
      pipe(Events.registered("crowd-%03d".formatted(user), "phone", "address-" + user, 1));
    }
    pipe(Events.registered("zoe", "phone", "address", 2));
    pipe(Events.registered("aaron", "phone", "address", 3));

    assertThat(table()).hasSize(121).containsKey("demo|aaron|phone");
    assertThat(table()).doesNotContainKey("demo|zoe|phone");
  }

  @Test
  void takesOverTheStateOfABuildWithOneUserForEachDeviceId() {
    for (boolean isFirstMetByTheSweep : List.of(false, true)) {
      String device = isFirstMetByTheSweep ? "phone" : "tablet";
      DeviceTokenEvent registered = Events.registered("maya", device, "address-of-" + device, 1);
      pipe(registered);
      KeyValueStore<String, DeviceOwner> owners = driver.getKeyValueStore(OwnershipProcessor.STORE);
      DeviceOwner owner = owners.delete("demo|" + device + "|maya");
      owners.put("demo|" + device, owner);
      if (isFirstMetByTheSweep) {
        driver.advanceWallClockTime(StoreSweep.REST);
        assertThat(owners.get("demo|phone|maya")).isEqualTo(owner);
      }

      pipe(Events.registered("mallory", device, "mallorys-address-of-" + device, 2));
      assertThat(table()).containsKey("demo|maya|" + device);

      pipe(Events.registered("noor", device, "address-of-" + device, 3));
      assertThat(table())
          .containsKey("demo|noor|" + device)
          .doesNotContainKey("demo|maya|" + device);
      assertThat(owners.get("demo|" + device)).isNull();
    }
    assertThat(unusable("state")).isZero();
  }

  @Test
  void saysInATombstoneWhyTheDeviceEnded() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.registered("noor", "phone", "address", 2));

    assertThat(reasons()).containsExactly("OTHER_USER");
  }

  @Test
  void endsADeviceWhoseAddressFcmCallsInvalidTwice() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(refusedForGood(2));
    pipe(refusedForGood(3));
    assertThat(table()).containsOnlyKeys("demo|maya|phone");

    pipe(refusedForGood(62));

    assertThat(table()).isEmpty();
    assertThat(reasons()).containsExactly("INVALID_ADDRESS");
    assertThat(count("refused")).isEqualTo(2);
    assertThat(count("retired")).isEqualTo(1);
    assertThat(meters.get("push.tokens.churn").tag("change", "ended").counter().count())
        .isEqualTo(1);
    assertThat(driver.getKeyValueStore(OwnershipProcessor.STORE).get("demo|phone|maya")).isNull();
  }

  @Test
  void leavesAnAddressToTheDeviceThatRegisteredItLast() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.registered("maya", "phone-after-reinstall", "address", 2));

    assertThat(table()).containsOnlyKeys("demo|maya|phone-after-reinstall");
    assertThat(count("displaced")).isEqualTo(1);
    assertThat(reasons()).containsExactly("ADDRESS_MOVED");
  }

  @Test
  void replacesTheDeviceThatHadThePreviousAddress() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(
        DeviceTokenEvent.newBuilder(Events.refreshed("maya", "phone-2", "address-2", 2))
            .setPreviousAddressType(AddressType.TOKEN)
            .setPreviousAddressValue("address")
            .build());

    assertThat(table()).containsOnlyKeys("demo|maya|phone-2");
    assertThat(reasons()).containsExactly("ADDRESS_REPLACED");
  }

  @Test
  void endsTheOldestDeviceOfAUserWhoHasTooMany() {
    for (int i = 0; i <= LIMIT; i++) {
      pipe(Events.registered("maya", "phone-" + i, "address-" + i, 10 - i));
      pipe(Events.registered("maya|", "phone-of-another-" + i, "address-of-another-" + i, i));
      driver.advanceWallClockTime(Duration.ofSeconds(1));
    }
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);

    assertThat(table())
        .hasSize(2 * LIMIT)
        .doesNotContainKeys("demo|maya|phone-" + LIMIT, "demo|maya%7C|phone-of-another-0");
    assertThat(count("evicted")).isEqualTo(2);
    assertThat(reasons()).containsExactly("DEVICE_LIMIT", "DEVICE_LIMIT");
  }

  @Test
  void doesNotCountADeviceThatIsAboutToEnd() {
    for (int i = 0; i < LIMIT; i++) {
      pipe(Events.registered("maya", "phone-" + i, "address-" + i, i));
    }
    pipe(Events.registered("maya", "phone-after-reinstall", "address-1", 10));
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);

    assertThat(table()).hasSize(LIMIT).containsKey("demo|maya|phone-0");
    assertThat(count("evicted")).isZero();
  }

  @Test
  void countsWhatIsStaleAndEndsWhatIsUnseen() {
    pipe(Events.registered("maya", "ph|one", "address", 0));
    pipe(Events.registered("maya", "tablet", "address-2", Duration.ofDays(240).toSeconds()));
    driver.advanceWallClockTime(Duration.ofDays(31));
    assertThat(meters.get("push.tokens.stale").gauge().value()).isEqualTo(1);

    driver.advanceWallClockTime(Duration.ofDays(239));
    assertThat(table()).hasSize(2);
    driver.advanceWallClockTime(Duration.ofDays(1));
    driver.advanceWallClockTime(StoreSweep.REST);

    assertThat(table()).containsOnlyKeys("demo|maya|tablet");
    assertThat(reasons()).containsExactly("UNSEEN");
    assertThat(count("unseen")).isEqualTo(1);
    assertThat(meters.get("push.tokens.churn").tag("change", "ended").counter().count())
        .isEqualTo(1);
  }

  @Test
  void remembersAnAddressForAsLongAsAnOlderClaimCanCome() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.removed("maya", "phone", 2));
    KeyValueStore<String, Object> claims = driver.getKeyValueStore(AddressProcessor.STORE);

    driver.advanceWallClockTime(AddressProcessor.REMEMBERED);
    assertThat(keys(claims)).hasSize(1);
    driver.advanceWallClockTime(StoreSweep.REST);
    assertThat(keys(claims)).isEmpty();
  }

  @Test
  void writesToAnIdlePartitionSoThatItIsCompacted() {
    driver.advanceWallClockTime(DeviceLimitProcessor.SEGMENT_END);

    assertThat(devices.readKeyValuesToList())
        .singleElement()
        .isEqualTo(new KeyValue<>("partition|0|", null));
  }

  @Test
  void keepsNoAddressInItsOwnState() {
    pipe(Events.registered("maya", "phone", "a-secret-address", 1));

    List<String> state = new ArrayList<>();
    for (String store : List.of(OwnershipProcessor.STORE, AddressProcessor.STORE)) {
      try (var entries = driver.<String, SpecificRecordBase>getKeyValueStore(store).all()) {
        entries.forEachRemaining(
            entry -> state.add(entry.key + new String(bytes(entry.value), StandardCharsets.UTF_8)));
      }
    }
    assertThat(state).hasSize(2).noneMatch(entry -> entry.contains("a-secret-address"));
  }

  @Test
  void goesOnAfterWhatItCannotDecode() {
    events.pipeInput("demo|phone", new byte[] {1, 2, 3});
    pipe(Events.registered("maya", "phone", "address", 1));

    assertThat(devices.readKeyValuesToList()).hasSize(1);
    assertThat(count("undecodable")).isEqualTo(1);
  }

  @Test
  void passesOverAnEventUnderAnotherKey() {
    events.pipeInput("demo|tablet", bytes(Events.registered("maya", "phone", "address", 1)));

    assertThat(devices.isEmpty()).isTrue();
    assertThat(count("misplaced")).isEqualTo(1);
  }

  @Test
  void registrationOfTheFutureIsRetiredLikeAnyOther() {
    DeviceTokenEvent ahead =
        DeviceTokenEvent.newBuilder(Events.registered("maya", "phone", "address", 1))
            .setOccurredAt(Instant.ofEpochMilli(Long.MAX_VALUE))
            .build();
    events.pipeInput("demo|phone", bytes(ahead), Events.second(1));
    pipe(Events.retired("maya", "phone", "address", 2));

    assertThat(table()).isEmpty();
  }

  /** The driver refuses a record with such a timestamp, but not a topic that begins with one. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
  void takesAnEventWhateverTheTimestampOfItsRecord(long timestamp) {
    driver
        .createInputTopic(
            Topics.DEVICE_TOKEN_EVENTS,
            new StringSerializer(),
            new ByteArraySerializer(),
            Instant.ofEpochMilli(timestamp),
            Duration.ZERO)
        .pipeInput("demo|phone", bytes(Events.registered("maya", "phone", "address", 1)));

    assertThat(table()).containsOnlyKeys("demo|maya|phone");
  }

  @Test
  void storesWhatOthersWriteInTheFormOfTheHttpEdge() {
    pipe(
        DeviceTokenEvent.newBuilder(Events.registered("maya", "phone", "address", 1))
            .setLocale("zh_CN_#Hans")
            .setTimeZone("GMT+05:30")
            .setAppVersion("1.2\n")
            .build());
    pipe(
        DeviceTokenEvent.newBuilder(Events.registered("maya", "tablet", "other", 2))
            .setLocale("C")
            .setTimeZone("CEST")
            .setAppVersion("")
            .build());

    assertThat(table().get("demo|maya|phone"))
        .isInstanceOfSatisfying(
            UserDevice.class,
            device -> {
              assertThat(device.getLocale()).isEqualTo("zh-Hans-CN");
              assertThat(device.getTimeZone()).isEqualTo("+05:30");
              assertThat(device.getAppVersion()).isEqualTo("1.2");
            });
    assertThat(table().get("demo|maya|tablet"))
        .isInstanceOfSatisfying(
            UserDevice.class,
            device -> {
              assertThat(device.getLocale()).isNull();
              assertThat(device.getTimeZone()).isNull();
              assertThat(device.getAppVersion()).isNull();
            });
  }

  @Test
  void keepsARowSmallWhateverTheEventHolds() {
    String huge = "x".repeat(300_000);
    pipe(
        DeviceTokenEvent.newBuilder(Events.registered("maya", "phone", "address", 1))
            .setLocale(huge)
            .setTimeZone(huge)
            .setAppVersion(huge)
            .setPreviousAddressType(AddressType.TOKEN)
            .setPreviousAddressValue(huge)
            .build());
    assertThat(table().get("demo|maya|phone"))
        .isInstanceOfSatisfying(
            UserDevice.class, device -> assertThat(bytes(device)).hasSizeLessThan(10_000));

    pipe(DeviceTokenEvent.newBuilder(Events.removed("maya", "phone", 2)).setReason(huge).build());
    assertThat(reasons()).containsExactly("REMOVED");
  }

  @Test
  void rowUnderTheKeyOfManyUsersEndsNobodysDevice() {
    for (int user = 0; user < 3 * LIMIT; user++) {
      pipe(Events.registered("user-" + user, "phone-" + user, "address-" + user, user));
    }
    TestInputTopic<String, byte[]> forged =
        driver.createInputTopic(
            Topics.USER_DEVICES, new StringSerializer(), new ByteArraySerializer());
    for (int i = 0; i <= LIMIT; i++) {
      for (String key :
          List.of("x" + i, "demo|" + i, "demo|", "|", "", "demo||" + i, "a|b|c|" + i)) {
        forged.pipeInput(key, new byte[] {1, 2, 3}, Events.second(20));
      }
    }
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);
    driver.advanceWallClockTime(StoreSweep.REST);
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);

    assertThat(count("evicted")).isZero();
    assertThat(unusable("row")).isEqualTo(7 * (LIMIT + 1));
  }

  @Test
  void rowsOfOthersAmongAUsersRowsAreNotTakenForDevices() {
    pipe(Events.registered("maya", "phone", "address", 1));
    TestInputTopic<String, byte[]> forged =
        driver.createInputTopic(
            Topics.USER_DEVICES, new StringSerializer(), new ByteArraySerializer());
    UserDevice phone = UserDevice.newBuilder(aDevice("maya", "phone")).setRegistration(0).build();
    for (int i = 0; i < 3 * LIMIT; i++) {
      forged.pipeInput("demo|maya|forged-" + i, bytes(phone), Events.second(2));
      forged.pipeInput("demo|maya|junk-" + i, new byte[] {7}, Events.second(2));
    }
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);
    driver.advanceWallClockTime(DeviceLimitProcessor.GRACE);

    assertThat(count("evicted")).isZero();
  }

  @Test
  void goesOnAfterAClaimThatNoStageWrote() {
    TestInputTopic<String, byte[]> forged =
        driver.createInputTopic(
            "ownership-" + OwnershipTopology.CLAIMS + "-repartition",
            new StringSerializer(),
            new ByteArraySerializer());
    pipe(Events.registered("maya", "phone", "address", 1));
    String key = AddressKeys.claimKey("demo", AddressKeys.of(AddressType.TOKEN, "address"));
    byte[] claim = bytes(aClaim("phone-2", 10));
    byte[] bomb = Arrays.copyOf(claim, 15);
    Arrays.fill(bomb, 10, 14, (byte) 0xff);
    forged.pipeInput(key, new byte[] {1, 2, 3});
    forged.pipeInput(key, bomb);
    forged.pipeInput(key, null);
    forged.pipeInput("demo|short", claim);
    forged.pipeInput("other" + key.substring(4), claim);
    forged.pipeInput(key, bytes(aClaim("x".repeat(300_000), 10)));
    forged.pipeInput(key, bytes(aClaim("phone-2", Long.MAX_VALUE)));
    pipe(Events.registered("noor", "tablet", "address-2", 1));

    assertThat(table()).containsOnlyKeys("demo|maya|phone", "demo|noor|tablet");
    assertThat(unusable("claim")).isEqualTo(7);
  }

  @Test
  void unreadableStateHarmsItsOwnDeviceOnly() {
    pipe(Events.registered("maya", "phone", "address", 1));
    KeyValueStore<String, Object> owners = driver.getKeyValueStore(OwnershipProcessor.STORE);
    KeyValueStore<Bytes, byte[]> raw = raw(owners);
    raw.put(Bytes.wrap("demo|phone|maya".getBytes(StandardCharsets.UTF_8)), new byte[] {1, 2});
    for (String key : List.of("", "x", "|", "demo|", "a|%", "a|b|c", "\0")) {
      raw.put(
          Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)),
          bytes(anOwner(Instant.ofEpochMilli(Long.MIN_VALUE))));
    }
    pipe(Events.removed("maya", "phone", 2));
    driver.advanceWallClockTime(Duration.ofDays(300));
    pipe(Events.registered("maya", "phone", "address", 3));

    assertThat(table()).containsOnlyKeys("demo|maya|phone");
    assertThat(unusable("state")).isPositive();
  }

  @Test
  void readsCommittedRecordsOnlyAlsoWhereItRestores() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ownership");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    for (String guarantee : List.of(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE)) {
      settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
      StreamSettings.put(settings, new BadRecords(new OwnershipMeters(meters), Clock.systemUTC()));
      StreamsConfig config = new StreamsConfig(settings);
      assertThat(config.getMainConsumerConfigs("ownership", "client", 0))
          .containsEntry("isolation.level", "read_committed");
      assertThat(config.getRestoreConsumerConfigs("client"))
          .containsEntry("isolation.level", "read_committed");
    }
  }

  @Test
  void putsARowWhereItsUserBelongs() {
    UserPartitioner<@Nullable Object> partitioner = new UserPartitioner<>();
    String key = RecordKeys.userDevice("demo", "b|o", "tab/let");

    assertThat(partitioner.partitions(Topics.USER_DEVICES, key, null, 7).orElseThrow())
        .containsExactly(RecordKeys.userPartition("demo", "b|o", 7));
  }

  private static DeviceTokenEvent refusedForGood(long at) {
    return DeviceTokenEvent.newBuilder(Events.refused("maya", "phone", "address", at))
        .setReason("INVALID_ADDRESS")
        .build();
  }

  private void pipe(DeviceTokenEvent event) {
    events.pipeInput(
        RecordKeys.device("demo", event.getDeviceId()), bytes(event), event.getOccurredAt());
  }

  private static UserDevice aDevice(String user, String device) {
    return UserDevice.newBuilder()
        .setAppId("demo")
        .setUserId(user)
        .setDeviceId(device)
        .setAddressType(AddressType.TOKEN)
        .setAddressValue("address")
        .setPlatform(Platform.ANDROID)
        .setRegisteredAt(Events.second(1))
        .setRefreshedAt(Events.second(1))
        .build();
  }

  private static AddressClaim aClaim(String device, long at) {
    return AddressClaim.newBuilder()
        .setAppId("demo")
        .setUserId("maya")
        .setDeviceId(device)
        .setRegistration(1)
        .setAt(at)
        .setHolds(true)
        .build();
  }

  private static DeviceOwner anOwner(Instant refreshedAt) {
    return DeviceOwner.newBuilder()
        .setUserId("maya")
        .setRegistration(1)
        .setSeenAt(Long.MAX_VALUE)
        .setAddressKey("key")
        .setFingerprint("fingerprint")
        .setRegisteredAt(refreshedAt)
        .setRefreshedAt(refreshedAt)
        .setWrittenAt(refreshedAt)
        .build();
  }

  /** The store below those that Kafka Streams wraps around it: as a changelog would fill it. */
  private static KeyValueStore<Bytes, byte[]> raw(KeyValueStore<String, Object> store) {
    StateStore inner = store;
    while (inner instanceof WrappedStateStore<?, ?, ?> wrapped) {
      inner = wrapped.wrapped();
    }
    // The innermost store has bytes.
    @SuppressWarnings("unchecked")
    KeyValueStore<Bytes, byte[]> bytes = (KeyValueStore<Bytes, byte[]>) inner;
    return bytes;
  }

  private double unusable(String what) {
    return meters.get("push.ownership.unusable").tag("what", what).counter().count();
  }

  private Map<String, Object> table() {
    Map<String, Object> table = new TreeMap<>();
    read();
    for (TestRecord<String, Object> row : rows) {
      if (row.value() == null) {
        table.remove(row.key());
      } else {
        table.put(row.key(), row.value());
      }
    }
    return table;
  }

  /** Of all tombstones so far. */
  private List<String> reasons() {
    read();
    return rows.stream()
        .filter(row -> row.value() == null)
        .map(row ->
            new String(
                row.headers().lastHeader(UserDeviceHeaders.REASON).value(), StandardCharsets.UTF_8))
        .toList();
  }

  private void read() {
    devices.readRecordsToList().stream()
        .filter(row -> !row.key().startsWith("partition|"))
        .forEach(rows::add);
  }

  private static List<String> keys(KeyValueStore<String, ?> store) {
    List<String> keys = new ArrayList<>();
    try (var entries = store.all()) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private double count(String result) {
    return meters.get("push.ownership.events").tag("result", result).counter().count();
  }

  private static byte @Nullable [] write(String topic, @Nullable Object value) {
    return value instanceof SpecificRecordBase record ? bytes(record) : null;
  }

  private static byte[] bytes(SpecificRecordBase record) {
    try {
      ByteBuffer buffer =
          switch (record) {
            case DeviceTokenEvent event -> event.toByteBuffer();
            case UserDevice device -> device.toByteBuffer();
            case DeviceOwner owner -> owner.toByteBuffer();
            case AddressClaim claim -> claim.toByteBuffer();
            default -> throw new SerializationException("not of this topology");
          };
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object read(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return topic.equals(Topics.USER_DEVICES)
          ? UserDevice.fromByteBuffer(ByteBuffer.wrap(bytes))
          : DeviceTokenEvent.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("not a record", e);
    }
  }
}
