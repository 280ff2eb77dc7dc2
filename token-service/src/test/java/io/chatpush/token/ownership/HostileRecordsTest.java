package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chatpush.events.AddressClaim;
import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Platform;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.schemas.serde.AvroSerializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/**
 * Good registrations among records of every other kind, on every topic that the stream reads, with
 * the serde of production and a registry. Every good registration takes effect, and no exception
 * leaves the topology: in production it would end a thread.
 *
 * <p>The system properties {@code chatpush.hostile.records} and {@code chatpush.hostile.seed} set
 * the number of bad records and what they are.
 */
class HostileRecordsTest {

  private static final int RECORDS = Integer.getInteger("chatpush.hostile.records", 1_000);
  private static final long SEED = Long.getLong("chatpush.hostile.seed", 1);
  private static final int BAD_BETWEEN_GOOD = 8;
  private static final int EVIL_IDS = 50;

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final List<Long> EXTREMES =
      List.of(Long.MIN_VALUE, Long.MAX_VALUE, -1L, 0L, 1L, NOW.toEpochMilli() * 1_000);

  private final Random chance = new Random(SEED);
  private final List<String> schemas = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, UserDevice> table = new HashMap<>();
  private final AvroSerializer serializer = new AvroSerializer();
  private HttpServer registry;
  private TopologyTestDriver driver;
  private TestOutputTopic<String, byte[]> devices;
  private Serde<Object> serde;

  @BeforeEach
  void start(@TempDir Path state) throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.setExecutor(threads);
    registry.createContext("/", this::answer);
    registry.start();
    Map<String, String> avro =
        Map.of(
            "schema.registry.url", "http://127.0.0.1:" + registry.getAddress().getPort(),
            "auto.register.schemas", "true",
            "missing.id.grace.ms", "0");
    serializer.configure(avro, false);
    AvroDeserializer deserializer = new AvroDeserializer();
    deserializer.configure(avro, false);
    serde = Serdes.serdeFrom(serializer, deserializer);

    OwnershipMeters ownership = new OwnershipMeters(meters);
    BadRecords bad = new BadRecords(ownership, Clock.fixed(NOW, ZoneOffset.UTC));
    StreamsBuilder builder = new StreamsBuilder();
    OwnershipTopology.addTo(
        builder,
        serde,
        new OwnershipProperties(
            3,
            Duration.ofDays(30),
            Duration.ofDays(270),
            2,
            Duration.ofHours(1),
            DataSize.ofMegabytes(16),
            null),
        ownership,
        bad);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ownership");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    StreamSettings.put(settings, bad);
    driver = new TopologyTestDriver(builder.build(settings), settings, NOW);
    devices =
        driver.createOutputTopic(
            Topics.USER_DEVICES, new StringDeserializer(), Serdes.ByteArray().deserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
    registry.stop(0);
    threads.shutdownNow();
  }

  @Test
  void everyGoodRegistrationTakesEffect() {
    List<TestInputTopic<String, byte[]>> topics =
        List.of(
            input(Topics.DEVICE_TOKEN_EVENTS),
            input(Topics.DEVICE_TOKEN_EVENTS),
            input("ownership-" + OwnershipTopology.CLAIMS + "-repartition"),
            input(Topics.USER_DEVICES));
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < RECORDS; i++) {
      if (i % BAD_BETWEEN_GOOD == 0) {
        DeviceTokenEvent good = registered("user-" + i / 100, "phone-" + i % 300, "address-" + i);
        topics
            .getFirst()
            .pipeInput(
                new TestRecord<>(
                    RecordKeys.device("demo", good.getDeviceId()),
                    bytes(Topics.DEVICE_TOKEN_EVENTS, good),
                    new RecordHeaders(),
                    NOW.toEpochMilli() + i));
        expected.keySet().removeIf(key -> key.endsWith("|" + good.getDeviceId()));
        expected.put(
            RecordKeys.userDevice("demo", good.getUserId(), good.getDeviceId()),
            String.valueOf(good.getAddressValue()));
        readTable();
        assertThat(table)
            .as("the table after record %d of seed %d", i, SEED)
            .containsKey(RecordKeys.userDevice("demo", good.getUserId(), good.getDeviceId()));
      }
      topics.get(chance.nextInt(topics.size())).pipeInput(badRecord());
      if (i % 500 == 0) {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
      }
    }
    readTable();
    // A user has more devices than the limit here until the stream ends them.
    assertThat(table.keySet()).containsAll(expected.keySet());
    expected.forEach((key, address) ->
        assertThat(Objects.requireNonNull(table.get(key)).getAddressValue())
            .as(key)
            .isEqualTo(address));
    assertThat(meters.get("push.ownership.unusable").tag("what", "failed").counter().count())
        .as("records for which a processor failed")
        .isZero();

    driver.advanceWallClockTime(Duration.ofDays(1));
    driver.advanceWallClockTime(Duration.ofDays(300));
    assertThat(meters.get("push.tokens.stale").gauge().value()).isFinite();
  }

  private TestInputTopic<String, byte[]> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
  }

  private void readTable() {
    for (TestRecord<String, byte[]> row : devices.readRecordsToList()) {
      if (row.value() == null) {
        table.remove(row.key());
      } else {
        table.put(
            row.key(),
            (UserDevice) serde.deserializer().deserialize(Topics.USER_DEVICES, row.value()));
      }
    }
  }

  private TestRecord<String, byte[]> badRecord() {
    // The driver refuses negative times, which TolerantTimestampsTest has instead.
    long time = chance.nextInt(4) == 0 ? Math.max(0, extreme()) : NOW.toEpochMilli();
    RecordHeaders headers = new RecordHeaders();
    if (chance.nextInt(20) == 0) {
      headers.add("chatpush-reason", random(chance.nextInt(5_000)));
    }
    String device = "evil-" + chance.nextInt(EVIL_IDS);
    String key =
        switch (chance.nextInt(8)) {
          case 0 -> null;
          case 1 -> new String(random(chance.nextInt(20)), StandardCharsets.UTF_8);
          case 2 -> "demo|evil|" + device;
          case 3 -> AddressKeys.claimKey("demo", AddressKeys.of(AddressType.TOKEN, device));
          default -> RecordKeys.device("demo", device);
        };
    return new TestRecord<>(key, badValue(device), headers, time);
  }

  private byte @Nullable [] badValue(String device) {
    return switch (chance.nextInt(9)) {
      case 0 -> null;
      case 1 -> random(chance.nextInt(200));
      case 2 -> mutated(bytes(Topics.DEVICE_TOKEN_EVENTS, evilEvent(device)));
      case 3 -> mutated(bytes(Topics.USER_DEVICES, evilRow(device)));
      case 4 -> bytes(Topics.USER_DEVICES, evilRow(device));
      case 5 -> mutated(evilClaim(device));
      case 6 -> evilClaim(device);
      default -> bytes(Topics.DEVICE_TOKEN_EVENTS, evilEvent(device));
    };
  }

  private DeviceTokenEvent evilEvent(String device) {
    return DeviceTokenEvent.newBuilder(registered(text("evil"), device, text(device)))
        .setEventType(any(DeviceTokenEventType.values()))
        .setAppId(chance.nextInt(10) == 0 ? text("app") : "demo")
        .setPlatform(any(Platform.values()))
        .setAddressType(any(AddressType.values()))
        .setOccurredAt(Instant.ofEpochMilli(extreme()))
        .setRegisteredAt(chance.nextBoolean() ? null : Instant.ofEpochMilli(extreme()))
        .setRegistration(extreme())
        .setLocale(text("de"))
        .setTimeZone(text("Europe/Zurich"))
        .setReason(chance.nextBoolean() ? null : text("UNREGISTERED"))
        .setPreviousAddressType(AddressType.TOKEN)
        .setPreviousAddressValue(chance.nextBoolean() ? null : text("evil-before"))
        .build();
  }

  private UserDevice evilRow(String device) {
    return UserDevice.newBuilder()
        .setAppId("demo")
        .setUserId(text("evil"))
        .setDeviceId(device)
        .setAddressType(AddressType.TOKEN)
        .setAddressValue(text(device))
        .setPlatform(Platform.WEB)
        .setRegisteredAt(Instant.ofEpochMilli(extreme()))
        .setRefreshedAt(Instant.ofEpochMilli(extreme()))
        .setRegistration(extreme())
        .build();
  }

  private byte[] evilClaim(String device) {
    try {
      ByteBuffer buffer =
          AddressClaim.newBuilder()
              .setAppId("demo")
              .setUserId(text("evil"))
              .setDeviceId(device)
              .setRegistration(extreme())
              .setAt(extreme())
              .setHolds(chance.nextBoolean())
              .build()
              .toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private <T> T any(T[] values) {
    return values[chance.nextInt(values.length)];
  }

  private String text(String usual) {
    return switch (chance.nextInt(8)) {
      case 0 -> "";
      case 1 -> "x".repeat(chance.nextInt(20_000));
      case 2 -> "evil|%7C\u0000\n\u001b[31m\u202e\ud800";
      default -> usual;
    };
  }

  private long extreme() {
    return chance.nextInt(3) == 0
        ? chance.nextLong()
        : EXTREMES.get(chance.nextInt(EXTREMES.size()));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    chance.nextBytes(bytes);
    return bytes;
  }

  private byte[] mutated(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = chance.nextInt(4); i >= 0; i--) {
      changed[chance.nextInt(changed.length)] = (byte) chance.nextInt();
    }
    return changed;
  }

  private byte[] bytes(String topic, Object record) {
    return Objects.requireNonNull(serializer.serialize(topic, record));
  }

  private static DeviceTokenEvent registered(String user, String device, String address) {
    return DeviceTokenEvent.newBuilder(Events.registered(user, device, address, 1))
        .setOccurredAt(NOW)
        .build();
  }

  /** The part of a registry that the serde speaks to. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String answer;
      synchronized (schemas) {
        if (exchange.getRequestMethod().equals("POST")) {
          if (!schemas.contains(body)) {
            schemas.add(body);
          }
          answer = "{\"id\":" + (schemas.indexOf(body) + 1) + "}";
        } else {
          int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
          answer = id >= 1 && id <= schemas.size() ? schemas.get(id - 1) : "";
        }
      }
      byte[] bytes =
          (answer.isEmpty() ? "{\"error_code\":40403,\"message\":\"Schema not found\"}" : answer)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.isEmpty() ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
