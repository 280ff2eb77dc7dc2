package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static io.chatpush.dispatch.fanout.Fixtures.aDevice;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.kafka.DeadLetterRecord;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.lanes.WildRecords.Wild;
import io.chatpush.events.Platform;
import io.chatpush.events.PushRequest;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fan-out and join take any record on any of their topics: each is answered, by pushes, outcomes or
 * exactly one dead letter, and the good events between them are pushed.
 *
 * <p>{@code -Dchatpush.test.any-records=1000000} makes it long, {@code
 * -Dchatpush.test.any-records.seed=…} repeats a run.
 */
class AnyRecordTest {

  private static final int RECORDS = Integer.getInteger("chatpush.test.any-records", 10_000);
  private static final long SEED = Long.getLong("chatpush.test.any-records.seed", 20_261_126L);

  private static final int GOOD_USERS = 20;

  private static final List<String> ANSWERS =
      List.of(
          Topics.PUSH_COMMANDS,
          Topics.PUSH_COMMANDS_BULK,
          Topics.PUSH_REQUESTS,
          Topics.PUSH_REQUESTS_BULK,
          Topics.PUSH_OUTCOMES,
          RetryTier.AFTER_10S.topic());

  private static final List<String> LETTERS =
      List.of(Topics.CHAT_MESSAGES_DEAD_LETTERS, Topics.PUSH_DEAD_LETTERS);

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final Map<String, Long> offsets = new HashMap<>();

  @TempDir Path state;

  @Test
  void answersEveryRecordAndPushesEveryGoodEvent() {
    WildRecords wild = new WildRecords(codec, SEED, GOOD_USERS);
    try (BothLanes lanes = new BothLanes(codec, state)) {
      for (int user = 0; user < GOOD_USERS; user++) {
        register(lanes, "good" + user);
      }
      int refused = 0;
      Set<String> topics = new HashSet<>();
      for (int number = 0; number < RECORDS; number++) {
        if (number % 10 == 0) {
          requirePushed(lanes, number);
          continue;
        }
        Wild record = wild.next();
        topics.add(record.topic());
        pipe(lanes, record.topic(), record.record());
        refused += requireAnswered(lanes, record, number) ? 1 : 0;
      }
      assertThat(topics)
          .as("topics of wild records")
          .containsAll(LaneTopologies.SOURCES)
          .containsAll(LaneTopologies.BULK_SOURCES);
      assertThat(refused).as("dead letters, seed %d", SEED).isGreaterThan(RECORDS / 4);
    }
  }

  private void requirePushed(BothLanes lanes, int number) {
    String user = "good" + number % GOOD_USERS;
    byte[] event =
        codec.encode(
            Topics.CHAT_MESSAGES, aChatMessage(user).setMessageId("message-" + number).build());
    pipe(lanes, Topics.CHAT_MESSAGES, new TestRecord<>(null, event, new RecordHeaders(), NOW));
    List<PushRequest> requests =
        read(lanes, Topics.PUSH_REQUESTS).stream()
            .map(record -> codec.decode(PushRequest.class, Topics.PUSH_REQUESTS, record.value()))
            .toList();
    assertThat(requests)
        .as("requests of event %d, seed %d", number, SEED)
        .isNotEmpty()
        .allSatisfy(request ->
            assertThat(request.getPush().getMessage().getMessageId())
                .isEqualTo("message-" + number));
    assertThat(requests)
        .flatExtracting(PushRequest::getDevices)
        .extracting("addressValue")
        .contains("address-of-" + user);
    ANSWERS.forEach(topic -> read(lanes, topic));
    for (String topic : LETTERS) {
      assertThat(read(lanes, topic)).as("dead letters of event %d", number).isEmpty();
    }
  }

  /** Returns whether the record was dead-lettered. */
  private boolean requireAnswered(BothLanes lanes, Wild record, int number) {
    int answers = 0;
    for (String topic : ANSWERS) {
      answers += read(lanes, topic).size();
    }
    int letters = 0;
    for (String topic : LETTERS) {
      for (TestRecord<byte[], byte[]> letter : read(lanes, topic)) {
        requireComplete(letter, record, number);
        letters++;
      }
    }
    if (record.topic().equals(Topics.USER_DEVICES) || record.tellsNobody()) {
      assertThat(letters + answers).as("answers to record %d, seed %d", number, SEED).isZero();
    } else if (letters > 0) {
      assertThat(letters).as("dead letters of record %d, seed %d", number, SEED).isEqualTo(1);
      assertThat(answers).as("answers beside the dead letter of record %d", number).isZero();
    } else {
      assertThat(answers).as("answers to record %d, seed %d", number, SEED).isPositive();
    }
    return letters > 0;
  }

  private void requireComplete(TestRecord<byte[], byte[]> letter, Wild record, int number) {
    assertThat(text(letter, DeadLetterHeaders.REASON))
        .as("reason of record %d, seed %d", number, SEED)
        .isNotEqualTo("INTERNAL_ERROR");
    assertThat(text(letter, DeadLetterHeaders.DETAIL)).matches("[ -~…]{1,3200}");
    assertThat(text(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo(record.topic());
    assertThat(text(letter, DeadLetterHeaders.SOURCE_OFFSET))
        .isEqualTo(Long.toString(offsets.getOrDefault(record.topic(), 0L) - 1));
    assertThat(letter.getRecordTime()).isEqualTo(NOW);
    assertThat(new DeadLetterRecord(letter.key(), letter.value(), letter.headers()).bytes())
        .isLessThanOrEqualTo(Fixtures.MOST_BYTES);
    if (letter.headers().lastHeader(DeadLetterHeaders.NOT_KEPT) == null) {
      assertThat(letter.value()).isEqualTo(record.record().value());
      assertThat(letter.key()).isEqualTo(record.record().key());
    }
  }

  private void register(BothLanes lanes, String user) {
    String key = RecordKeys.userDevice(APP, user, user);
    byte[] device = codec.encode(Topics.USER_DEVICES, aDevice(user, user, Platform.ANDROID));
    pipe(
        lanes,
        Topics.USER_DEVICES,
        new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), device, new RecordHeaders(), NOW));
  }

  private void pipe(BothLanes lanes, String topic, TestRecord<byte[], byte[]> record) {
    lanes.pipe(topic, record);
    offsets.merge(topic, 1L, Long::sum);
  }

  private List<TestRecord<byte[], byte[]>> read(BothLanes lanes, String topic) {
    List<TestRecord<byte[], byte[]>> read = lanes.read(topic);
    if (topic.equals(Topics.PUSH_COMMANDS) || topic.equals(Topics.PUSH_COMMANDS_BULK)) {
      // They are read by the join in the same step, and have offsets of their own.
      offsets.merge(topic, (long) read.size(), Long::sum);
    }
    return read;
  }

  private static String text(TestRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
