package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static io.chatpush.dispatch.fanout.Fixtures.aCommand;
import static io.chatpush.dispatch.fanout.Fixtures.aDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Lane;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.events.RequestDevice;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fan-out and join as one, without a broker. */
class LaneTopologiesTest {

  private static final int PARTITIONS = Fixtures.PARTITIONS;

  private final Set<ByteBuffer> unavailable = new HashSet<>();
  private final RecordCodec codec =
      RegistryFreeCodec.create(bytes -> unavailable.contains(ByteBuffer.wrap(bytes)));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @TempDir Path state;
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> chat;
  private TestInputTopic<String, byte[]> commands;
  private TestInputTopic<String, byte[]> devices;

  @BeforeEach
  void start() {
    driver = Drivers.driver(codec, state, meters);
    chat = input(Topics.CHAT_MESSAGES);
    commands = input(Topics.PUSH_COMMANDS);
    devices = input(Topics.USER_DEVICES);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void asksForAPushToEveryDeviceOfEveryRecipientButTheSender() {
    register("u1", "d1", Platform.ANDROID);
    register("u1", "d2", Platform.IOS);
    register("u2", "d3", Platform.WEB);
    register("sender", "d4", Platform.ANDROID);
    send(aChatMessage("u1", "u2", "sender").build());

    assertThat(requests())
        .flatExtracting(request ->
            request.getDevices().stream()
                .map(device ->
                    request.getUserId() + "/" + device.getDeviceId() + "/" + said(request, device))
                .toList())
        .containsExactlyInAnyOrder("u1/d1/ANDROID:text", "u1/d2/IOS:text", "u2/d3/WEB:text");
  }

  @Test
  void asksForNothingWhereThereIsNobodyToTell() {
    register("sender", "d1", Platform.ANDROID);
    send(aChatMessage("sender").build());
    assertThat(records(Topics.PUSH_COMMANDS)).isEmpty();
    assertThat(requests()).isEmpty();
    assertThat(records(Topics.CHAT_MESSAGES_DEAD_LETTERS)).isEmpty();
  }

  @Test
  void writesRequestsUnderTheKeyOfTheUser() {
    register("u|1", "d1", Platform.ANDROID);
    send(aChatMessage("u|1").build());
    assertThat(records(Topics.PUSH_REQUESTS))
        .extracting(TestRecord::key)
        .containsExactly("test-app|u%7C1");
  }

  @Test
  void doesNotTakeOneUserForAnother() {
    register("u", "d1", Platform.ANDROID);
    register("u1", "d2", Platform.ANDROID);
    register("u|d1", "d3", Platform.ANDROID);
    send(aChatMessage("u").build());
    assertThat(requests())
        .flatExtracting(PushRequest::getDevices)
        .extracting("deviceId")
        .containsExactly("d1");
  }

  @Test
  void writesOneCommandForEachPartitionItTouches() {
    String[] users = users(Fixtures.BULK_ABOVE);
    send(aChatMessage(users).build());
    List<PushCommand> written = read(PushCommand.class, Topics.PUSH_COMMANDS);
    assertThat(written).hasSize(PARTITIONS);
    assertThat(written).extracting("push.lane").containsOnly(Lane.DIRECT);
    assertThat(records(Topics.PUSH_COMMANDS_BULK)).isEmpty();
    assertThat(written).flatExtracting(PushCommand::getRecipients).containsExactlyInAnyOrder(users);
    for (PushCommand command : written) {
      assertThat(command.getRecipients())
          .allSatisfy(user ->
              assertThat(RecordKeys.userPartition(APP, user, PARTITIONS))
                  .as("all of one partition")
                  .isEqualTo(
                      RecordKeys.userPartition(
                          APP, command.getRecipients().getFirst(), PARTITIONS)));
    }
  }

  /** A command is written for each partition of recipients, and a request for each recipient. */
  @Test
  void copiesNoMoreOfAnEventThanAPushCanUse() {
    String longText = "x".repeat(300_000);
    send(aChatMessage("u1").setCustomType(longText).setMedia(longText).setBody(longText).build());
    assertThat(read(PushCommand.class, Topics.PUSH_COMMANDS))
        .singleElement()
        .satisfies(command -> {
          assertThat(command.getPush().getCustomType()).isNull();
          assertThat(command.getFacts().getMedia()).hasSize(4_096);
          assertThat(command.getFacts().getBody()).hasSize(4_096);
        });
  }

  @Test
  void sendsABigAudienceThroughTheBulkLaneInSmallCommands() {
    String[] users = users(1_000);
    send(aChatMessage(users).build());
    List<PushCommand> written = read(PushCommand.class, Topics.PUSH_COMMANDS_BULK);
    assertThat(written).flatExtracting(PushCommand::getRecipients).containsExactlyInAnyOrder(users);
    assertThat(written).extracting("push.lane").containsOnly(Lane.BULK);
    assertThat(written)
        .extracting(command -> command.getRecipients().size())
        .allMatch(size -> size <= Fixtures.MAX_RECIPIENTS_BULK);
    assertThat(records(Topics.PUSH_COMMANDS)).isEmpty();
  }

  @Test
  void sendsThoseWhoAreMentionedThroughTheDirectLane() {
    send(
        aChatMessage(users(Fixtures.BULK_ABOVE + 1))
            .setMentions(List.of("u7", "stranger"))
            .build());
    assertThat(read(PushCommand.class, Topics.PUSH_COMMANDS))
        .flatExtracting(PushCommand::getRecipients)
        .containsExactly("u7");
    assertThat(read(PushCommand.class, Topics.PUSH_COMMANDS_BULK))
        .flatExtracting(PushCommand::getRecipients)
        .hasSize(Fixtures.BULK_ABOVE)
        .doesNotContain("u7");
  }

  @Test
  void countsForTheLaneOnlyThoseWhoGetThePush() {
    send(
        aChatMessage(users(Fixtures.BULK_ABOVE + 2))
            .setSenderId("u1")
            .setExclude(List.of("u2"))
            .build());
    assertThat(records(Topics.PUSH_COMMANDS_BULK)).isEmpty();
  }

  @Test
  void keepsTheLaneAndTheTimeOfACommandInItsRequests() {
    register("u1", "d1", Platform.ANDROID);
    commands.pipeInput("any", codec.encode(Topics.PUSH_COMMANDS, bulk("u1")), NOW);
    TestRecord<String, byte[]> request = records(Topics.PUSH_REQUESTS_BULK).getFirst();
    assertThat(request.getRecordTime()).isEqualTo(NOW);
    assertThat(
            codec
                .decode(PushRequest.class, Topics.PUSH_REQUESTS_BULK, request.value())
                .getPush()
                .getLane())
        .isEqualTo(Lane.BULK);
    assertThat(requests()).isEmpty();
  }

  @Test
  void accountsForThoseWhoAreListedAndGetNoPush() {
    send(
        aChatMessage("sender", "u1", "u2")
            .setExclude(List.of("u2", "sender", "nobody listed"))
            .build());
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .filteredOn(outcome -> outcome.getOutcome() == Outcome.SUPPRESSED)
        .extracting("target.userId", "cause.reason", "attempt", "target.pushId")
        .containsExactly(
            tuple("sender", Reason.SENDER, 0, PushId.ofUser(APP, "message-1", "sender").toString()),
            tuple("u2", Reason.EXCLUDED, 0, PushId.ofUser(APP, "message-1", "u2").toString()));
  }

  @Test
  void deadLettersACommandItCannotReadAsItCame() {
    byte[] garbage = {0, 1, 2, 3};
    commands.pipeInput(
        new TestRecord<>("any key", garbage, new RecordHeaders().add("its", new byte[] {7}), NOW));
    TestRecord<String, byte[]> letter = records(Topics.PUSH_DEAD_LETTERS).getFirst();
    assertThat(letter.key()).isEqualTo("any key");
    assertThat(letter.value()).isEqualTo(garbage);
    assertThat(letter.getRecordTime()).isEqualTo(NOW);
    assertThat(letter.headers().lastHeader("its").value()).containsExactly(7);
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("UNDECODABLE");
    assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo(Topics.PUSH_COMMANDS);
    assertThat(header(letter, DeadLetterHeaders.SOURCE_OFFSET)).isEqualTo("0");
    assertThat(header(letter, DeadLetterHeaders.FAILED_AT)).isEqualTo(NOW.toString());
  }

  @Test
  void usesTheAddressAsItIsNowAndNoneThatWasRemoved() {
    register("u1", "d1", Platform.ANDROID);
    register("u1", "d2", Platform.ANDROID);
    devices.pipeInput(RecordKeys.userDevice(APP, "u1", "d1"), null);
    send(aChatMessage("u1").build());
    assertThat(requests())
        .flatExtracting(PushRequest::getDevices)
        .extracting("deviceId")
        .containsExactly("d2");
  }

  @Test
  void accountsForARecipientWithoutADevice() {
    send(aChatMessage("nobody").build());
    assertThat(requests()).isEmpty();
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .extracting("outcome", "target.userId", "target.pushId")
        .containsExactly(
            tuple(
                Outcome.NO_DEVICE, "nobody", PushId.ofUser(APP, "message-1", "nobody").toString()));
  }

  @Test
  void triesAgainOnlyTheDeviceThatARetryNames() {
    register("u1", "d1", Platform.ANDROID);
    register("u1", "d2", Platform.ANDROID);
    send(retry("d2"));
    assertThat(requests())
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getPush().getAttempt()).isEqualTo(2);
          assertThat(request.getDevices())
              .extracting(RequestDevice::getDeviceId)
              .containsExactly("d2");
        });
  }

  @Test
  void sendsOnlyToTheDevicesThatAnEventNames() {
    register("u1", "d1", Platform.ANDROID);
    register("u1", "d2", Platform.ANDROID);
    send(aChatMessage("u1").setOnlyDeviceIds(List.of("d2", "gone")).build());

    assertThat(requests())
        .singleElement()
        .satisfies(request ->
            assertThat(request.getDevices())
                .extracting(RequestDevice::getDeviceId)
                .containsExactly("d2"));
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .extracting("cause.reason", "target.deviceId", "attempt")
        .containsExactly(tuple(Reason.DEVICE_GONE, "gone", 0));
  }

  @Test
  void accountsForARetryWhoseDeviceIsGone() {
    register("u1", "d1", Platform.ANDROID);
    send(retry("d2"));
    assertThat(requests()).isEmpty();
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .extracting("outcome", "cause.reason", "target.pushId")
        .containsExactly(
            tuple(
                Outcome.SUPPRESSED,
                Reason.DEVICE_GONE,
                PushId.ofDevice(APP, "message-1", "u1", "d2").toString()));
  }

  @Test
  void splitsTheDevicesOfAUserWhoHasMany() {
    for (int i = 0; i < 60; i++) {
      register("u1", "d" + i, Platform.ANDROID);
    }
    send(aChatMessage("u1").build());
    assertThat(requests())
        .extracting(request -> request.getDevices().size())
        .containsExactly(25, 25, 10);
  }

  @Test
  void sendsWhatItCannotReadToTheDeadLettersAsItCame() {
    byte[] garbage = {0, 1, 2, 3};
    chat.pipeInput("any key", garbage);
    TestRecord<String, byte[]> letter = records(Topics.CHAT_MESSAGES_DEAD_LETTERS).getFirst();
    assertThat(letter.key()).isEqualTo("any key");
    assertThat(letter.value()).isEqualTo(garbage);
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("UNDECODABLE");
    assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo(Topics.CHAT_MESSAGES);
    assertThat(header(letter, DeadLetterHeaders.SOURCE_OFFSET)).isEqualTo("0");
  }

  @Test
  void goesOnBehindAnEventThatBreaksARule() {
    register("u1", "d1", Platform.ANDROID);
    ChatMessageEvent bad = aChatMessage("u1").setAppId("another").build();
    send(bad);
    send(aChatMessage("u1").build());
    TestRecord<String, byte[]> letter = records(Topics.CHAT_MESSAGES_DEAD_LETTERS).getFirst();
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("APP_UNKNOWN");
    assertThat(letter.value()).isEqualTo(codec.encode(Topics.CHAT_MESSAGES, bad));
    assertThat(requests()).hasSize(1);
  }

  @Test
  void writesWithTheTimeOfWriting() {
    register("u1", "d1", Platform.ANDROID);
    Instant twoDaysAgo = NOW.minus(Duration.ofDays(2));
    byte[] event =
        codec.encode(
            Topics.CHAT_MESSAGES,
            aChatMessage("u1", "sender", "nobody").setSentAt(twoDaysAgo).build());
    chat.pipeInput("any", event, twoDaysAgo);
    chat.pipeInput("any", new byte[0], twoDaysAgo);
    for (String topic :
        List.of(
            Topics.PUSH_COMMANDS,
            Topics.PUSH_REQUESTS,
            Topics.PUSH_OUTCOMES,
            Topics.CHAT_MESSAGES_DEAD_LETTERS)) {
      assertThat(records(topic))
          .as(topic)
          .isNotEmpty()
          .allSatisfy(record -> assertThat(record.getRecordTime()).isEqualTo(NOW));
    }
  }

  @Test
  void takesEventsAndCommandsOfAnyTimestamp() {
    register("u1", "d1", Platform.ANDROID);
    byte[] event = codec.encode(Topics.CHAT_MESSAGES, aChatMessage("u1").build());
    for (long timestamp : new long[] {0, 1, Long.MAX_VALUE}) {
      chat.pipeInput("any", event, timestamp);
      commands.pipeInput("any", codec.encode(Topics.PUSH_COMMANDS, command()), timestamp);
    }
    assertThat(requests()).hasSize(6);
  }

  /** The driver refuses a record with such a timestamp, but not a topic that begins with one. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -5, -1})
  void takesEventsAndCommandsOfATimestampBelowZero(long timestamp) {
    register("u1", "d1", Platform.ANDROID);
    input(Topics.CHAT_MESSAGES, timestamp)
        .pipeInput("any", codec.encode(Topics.CHAT_MESSAGES, aChatMessage("u1").build()));
    input(Topics.PUSH_COMMANDS, timestamp)
        .pipeInput("any", codec.encode(Topics.PUSH_COMMANDS, command()));
    input(Topics.USER_DEVICES, timestamp)
        .pipeInput(
            RecordKeys.userDevice(APP, "u2", "d2"),
            codec.encode(Topics.USER_DEVICES, aDevice("u2", "d2", Platform.IOS)));
    send(aChatMessage("u2").build());

    assertThat(requests())
        .extracting(PushRequest::getUserId)
        .as("requests of the event, of the command, and to the device")
        .containsExactly("u1", "u1", "u2");
  }

  @Test
  void deadLettersACommandThatNoPushCanHave() {
    register("u1", "d1", Platform.ANDROID);
    send(PushCommand.newBuilder(command()).setContents(List.of()).build());
    send(command());
    TestRecord<String, byte[]> letter = records(Topics.PUSH_DEAD_LETTERS).getFirst();
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("INVALID_RECORD");
    assertThat(header(letter, DeadLetterHeaders.DETAIL))
        .isEqualTo("contents has 0 entries, 1 to 100 are allowed");
    assertThat(requests()).hasSize(1);
    assertThat(meters.get("push.dead.letters").tag("reason", "INVALID_RECORD").counter().count())
        .isEqualTo(1);
  }

  @Test
  void ignoresADeviceUnderTheKeyOfAnother() {
    UserDevice another = aDevice("u2", "d1", Platform.ANDROID);
    devices.pipeInput(
        RecordKeys.userDevice(APP, "u1", "d1"), codec.encode(Topics.USER_DEVICES, another));
    UserDevice ofAnotherId = aDevice("u1", "d1", Platform.ANDROID);
    devices.pipeInput(
        RecordKeys.userDevice(APP, "u1", "d2"), codec.encode(Topics.USER_DEVICES, ofAnotherId));
    devices.pipeInput(RecordKeys.userDevice(APP, "u1", "d3"), new byte[] {1, 2, 3});
    register("u1", "d4", Platform.ANDROID);
    send(aChatMessage("u1").build());
    assertThat(requests())
        .flatExtracting(PushRequest::getDevices)
        .extracting("deviceId")
        .containsExactly("d4");
    assertThat(meters.get("push.join.ignored").tag("reason", "invalid").counter().count())
        .isEqualTo(2);
    assertThat(meters.get("push.join.ignored").tag("reason", "undecodable").counter().count())
        .isEqualTo(1);
  }

  @Test
  void ignoresADeviceWithoutAKey() {
    devices.pipeInput(null, codec.encode(Topics.USER_DEVICES, aDevice("u", "d", Platform.IOS)));
    register("u1", "d1", Platform.ANDROID);
    send(aChatMessage("u1").build());
    assertThat(requests()).hasSize(1);
  }

  @Test
  void pushesLaterToADeviceWhoseSchemaIsNotAvailableNow() {
    register("u1", "d1", Platform.ANDROID);
    UserDevice device = aDevice("u1", "d|2", Platform.ANDROID);
    byte[] bytes = codec.encode(Topics.USER_DEVICES, device);
    devices.pipeInput(RecordKeys.userDevice(APP, "u1", "d|2"), bytes);
    unavailable.add(ByteBuffer.wrap(bytes));
    send(aChatMessage("u1").build());

    assertThat(requests())
        .flatExtracting(PushRequest::getDevices)
        .extracting("deviceId")
        .containsExactly("d1");
    PushCommand parked = read(PushCommand.class, RetryTier.AFTER_10S.topic()).getFirst();
    assertThat(parked.getOnlyDeviceIds()).containsExactly("d|2");
    assertThat(parked.getPush().getParkedCount()).isEqualTo(1);
    assertThat(parked.getPush().getAttempt()).isEqualTo(1);
    assertThat(parked.getNotBefore()).isEqualTo(NOW.plusSeconds(10));
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES)).isEmpty();

    unavailable.clear();
    send(parked);
    assertThat(requests())
        .flatExtracting(PushRequest::getDevices)
        .extracting("deviceId")
        .containsExactly("d|2");
  }

  @Test
  void accountsForADeviceWhoseSchemaWasNeverAvailable() {
    byte[] bytes = codec.encode(Topics.USER_DEVICES, aDevice("u1", "d1", Platform.ANDROID));
    devices.pipeInput(RecordKeys.userDevice(APP, "u1", "d1"), bytes);
    unavailable.add(ByteBuffer.wrap(bytes));
    PushCommand.Builder late = PushCommand.newBuilder(retry("d1"));
    late.getPushBuilder().setExpiresAt(NOW);
    send(late.build());
    assertThat(records(RetryTier.AFTER_10S.topic())).isEmpty();
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .extracting("outcome", "cause.reason", "target.deviceId")
        .containsExactly(tuple(Outcome.SUPPRESSED, Reason.DEVICE_UNREADABLE, "d1"));
  }

  @Test
  void deadLettersAnEventWithoutItsValueWhereThatIsTooLarge() {
    String[] users =
        IntStream.range(0, 2_000).mapToObj(i -> "u".repeat(600) + i).toArray(String[]::new);
    send(aChatMessage(users).build());
    TestRecord<String, byte[]> letter = records(Topics.CHAT_MESSAGES_DEAD_LETTERS).getFirst();
    assertThat(letter.value()).isNull();
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("TOO_MANY_RECIPIENTS");
    assertThat(header(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("value");
  }

  private static String[] users(int count) {
    return IntStream.range(0, count).mapToObj(i -> "u" + i).toArray(String[]::new);
  }

  private PushCommand retry(String deviceId) {
    PushCommand.Builder retry = PushCommand.newBuilder(command());
    retry.getPushBuilder().setAttempt(2);
    return retry.setOnlyDeviceIds(List.of(deviceId)).build();
  }

  private PushCommand bulk(String userId) {
    PushCommand.Builder bulk = PushCommand.newBuilder(command());
    bulk.getPushBuilder().setLane(Lane.BULK);
    return bulk.setRecipients(List.of(userId)).build();
  }

  private static PushCommand command() {
    return aCommand("u1");
  }

  private void register(String userId, String deviceId, Platform platform) {
    UserDevice device = aDevice(userId, deviceId, platform);
    devices.pipeInput(
        RecordKeys.userDevice(APP, userId, deviceId), codec.encode(Topics.USER_DEVICES, device));
  }

  private void send(ChatMessageEvent event) {
    chat.pipeInput(event.getChannelId(), codec.encode(Topics.CHAT_MESSAGES, event));
  }

  private void send(PushCommand command) {
    commands.pipeInput("any", codec.encode(Topics.PUSH_COMMANDS, command));
  }

  private List<PushRequest> requests() {
    return read(PushRequest.class, Topics.PUSH_REQUESTS);
  }

  private <T extends SpecificRecord> List<T> read(Class<T> type, String topic) {
    return Drivers.read(driver, codec, type, topic);
  }

  private List<TestRecord<String, byte[]>> records(String topic) {
    return Drivers.records(driver, topic);
  }

  /** A topic whose records all have that timestamp. */
  private TestInputTopic<String, byte[]> input(String topic, long timestamp) {
    return driver.createInputTopic(
        topic,
        new StringSerializer(),
        new ByteArraySerializer(),
        Instant.ofEpochMilli(timestamp),
        Duration.ZERO);
  }

  private TestInputTopic<String, byte[]> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
  }

  private static String said(PushRequest request, RequestDevice device) {
    return StandardCharsets.UTF_8
        .decode(request.getContents().get(device.getContent()).getPayload().duplicate())
        .toString();
  }

  private static String header(TestRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
