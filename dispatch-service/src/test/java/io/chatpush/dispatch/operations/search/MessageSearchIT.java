package io.chatpush.dispatch.operations.search;

import static io.chatpush.dispatch.Pushes.aMessage;
import static io.chatpush.dispatch.Pushes.aPush;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.delivery.DeliveryGroups;
import io.chatpush.dispatch.kafka.TestKafka;
import io.chatpush.dispatch.lanes.FanOutGroup;
import io.chatpush.dispatch.operations.deadletters.DeadLetterFixtures;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.search.MessagePushes.Device;
import io.chatpush.dispatch.operations.search.MessagePushes.Stage;
import io.chatpush.dispatch.operations.search.MessagePushes.Step;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Finds on a real broker what became of a message. Each test has an app and groups of its own. */
@ExtendWith(KafkaBackendExtension.class)
class MessageSearchIT {

  private static final String MESSAGE = "message-1";
  private static final int PARTITIONS = 4;

  private final Clock clock = Clock.systemUTC();
  private final Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
  private final String app = "app-" + UUID.randomUUID();
  private final String group = "group-" + UUID.randomUUID();
  private final KafkaBackend backend;
  private final TestKafka kafka;
  private final MessageSearch search;

  MessageSearchIT(KafkaBackend backend) {
    this.backend = backend;
    kafka = new TestKafka(backend);
    search =
        new MessageSearch(
            new LogConsumers(kafka.clients()),
            kafka.clients().codec(),
            new Backlog(
                kafka.clients(),
                new FanOutGroup(group + "-fan-out"),
                new DeliveryGroups(group, group + "-bulk", group + "-retry")),
            Duration.ofSeconds(60),
            clock);
  }

  @BeforeAll
  static void provision(KafkaBackend backend) {
    TestTopics.createAll(backend, PARTITIONS);
    TestTopics.registerSchemas(backend);
  }

  @AfterEach
  void disconnect() {
    kafka.close();
  }

  @Test
  void knowsNothingOfWhatNeverWas() {
    MessagePushes pushes = search.find(app, MESSAGE, null);
    assertThat(pushes.isKnown()).isFalse();
    assertThat(pushes.searched().complete()).isTrue();
    assertThat(pushes.searched().topics()).contains(Topics.CHAT_MESSAGES_DEAD_LETTERS);
  }

  @Test
  void findsAnOutcomeHoweverOldAndThoseOnBothSidesOfAStep() throws Exception {
    Instant sentAt = now.minus(Duration.ofHours(3));
    write(outcome("device-1", Outcome.ACCEPTED, sentAt, sentAt.plusSeconds(1)));
    write(outcome("device-2", Outcome.ACCEPTED, sentAt, now.minus(Duration.ofMinutes(5))));
    MessagePushes pushes = search.find(app, MESSAGE, null);
    assertThat(pushes.recipients()).hasSize(1);
    assertThat(pushes.recipients().getFirst().devices())
        .extracting(Device::device)
        .containsExactly("device-1", "device-2");
    Instant anHourAgo = now.minus(Duration.ofHours(1));
    assertThat(search.find(app, MESSAGE, anHourAgo).searched().outcomesSince())
        .isEqualTo(anHourAgo);
  }

  @Test
  void tellsOfDeadLetterRedriveAndAcceptance() throws Exception {
    Instant failedAt = now.minusSeconds(30);
    DeadLetter letter =
        DeadLetterFixtures.aPush(app, "user-1", "device-1", now).setFailedAt(failedAt).build();
    write(outcome("device-1", Outcome.DEAD_LETTERED, now.minusSeconds(60), failedAt));
    kafka
        .publisher()
        .publish(Topics.PUSH_DEAD_LETTERS, RecordKeys.user(app, "user-1"), letter)
        .join();
    DeadLetterAction action =
        DeadLetterAction.newBuilder()
            .setAction(DeadLetterActionType.REDRIVEN)
            .setJobId("job-1")
            .setLetter(new RecordPlace(Topics.PUSH_DEAD_LETTERS, 0, 0L))
            .setPushId(letter.getTarget().getPushId())
            .setActedBy("operator")
            .setActedAt(now.minusSeconds(20))
            .build();
    kafka.publisher().publish(Topics.DEAD_LETTER_ACTIONS, "topic|0|0", action).join();
    write(outcome("device-1", Outcome.ACCEPTED, now.minusSeconds(60), now.minusSeconds(10)));

    Device device = only(search.find(app, MESSAGE, null));
    assertThat(device.history())
        .extracting(Step::what)
        .containsExactly("DEAD_LETTERED", "REDRIVEN", "ACCEPTED");
    assertThat(device.history().getFirst().letter()).matches("\\d/\\d+");
    assertThat(device.history().get(1).by()).isEqualTo("operator");
  }

  @Test
  void findsWhatWaitsForARetry() throws Exception {
    commitEverything(RetryTier.AFTER_1M.topic(), group + "-retry");
    Instant until = now.plusSeconds(50);
    kafka
        .publisher()
        .publish(RetryTier.AFTER_1M.topic(), RecordKeys.user(app, "user-1"), retry(until))
        .join();
    Device device = only(search.find(app, MESSAGE, null));
    assertThat(device.state()).isEqualTo("RETRY");
    assertThat(device.pending()).isNotNull();
    assertThat(device.pending().stage()).isEqualTo(Stage.RETRY);
    assertThat(device.pending().until()).isEqualTo(until);
    assertThat(device.pending().attempt()).isEqualTo(2);

    commitEverything(RetryTier.AFTER_1M.topic(), group + "-retry");
    assertThat(search.find(app, MESSAGE, null).isKnown()).as("once it is committed").isFalse();
  }

  @Test
  void takesAGroupThatDoesNotExistForOneThatHasNothingToDo() {
    kafka
        .publisher()
        .publish(RetryTier.AFTER_1M.topic(), RecordKeys.user(app, "user-1"), retry(now))
        .join();
    MessagePushes pushes = search.find(app, MESSAGE, null);
    assertThat(pushes.isKnown()).isFalse();
    assertThat(pushes.searched().topics()).doesNotContain(RetryTier.AFTER_1M.topic());
  }

  private static Device only(MessagePushes pushes) {
    assertThat(pushes.recipients()).hasSize(1);
    assertThat(pushes.recipients().getFirst().devices()).hasSize(1);
    return pushes.recipients().getFirst().devices().getFirst();
  }

  private PushCommand retry(Instant notBefore) {
    return PushCommand.newBuilder()
        .setPush(aPush(app, MESSAGE, now).setAttempt(2).build())
        .setRecipients(List.of("user-1"))
        .setOnlyDeviceIds(List.of("device-1"))
        .setNotBefore(notBefore)
        .setContents(List.of())
        .build();
  }

  private PushOutcome outcome(String device, Outcome outcome, Instant sentAt, Instant decidedAt) {
    String pushId = PushId.ofDevice(app, MESSAGE, "user-1", device).toString();
    return PushOutcome.newBuilder()
        .setMessage(aMessage(app, MESSAGE, sentAt))
        .setTarget(new PushTarget(pushId, "user-1", device))
        .setOutcome(outcome)
        .setDecidedAt(decidedAt)
        .build();
  }

  /** Where the contract wants it, and when it was decided. */
  private void write(PushOutcome outcome) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.PUSH_OUTCOMES,
                  RecordKeys.messagePartition(app, MESSAGE, PARTITIONS),
                  outcome.getDecidedAt().toEpochMilli(),
                  outcome.getTarget().getPushId().getBytes(StandardCharsets.UTF_8),
                  kafka.clients().codec().encode(Topics.PUSH_OUTCOMES, outcome)))
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** As a consumer of that group would that has done everything. */
  private void commitEverything(String topic, String groupId) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers(), "group.id", groupId),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = LogRange.partitions(consumer, topic);
      Map<TopicPartition, OffsetAndMetadata> offsets = new java.util.HashMap<>();
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
      consumer.assign(partitions);
      consumer.commitSync(offsets);
    }
  }
}
