package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.UserDevice;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * During a rolling update, fan-outs of two versions share the topic. Events of types that the older
 * one does not know lead to their pushes, whichever of the two reads them first.
 */
@ExtendWith(KafkaBackendExtension.class)
@Tag("variants")
final class BothVersionsIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final String APP = "types-app";

  /** Types that came after the first release. */
  private static final List<ChatEventType> NEWER =
      List.of(
          ChatEventType.NEW_MEDIA_MESSAGE,
          ChatEventType.REACTION,
          ChatEventType.MESSAGE_EDITED,
          ChatEventType.THREAD_REPLY,
          ChatEventType.CALL,
          ChatEventType.CUSTOM);

  private static final int CHANNELS = 8;

  private final String run = UUID.randomUUID().toString();
  private final Map<String, List<PushOutcome>> outcomes = new HashMap<>();

  @TempDir private Path directory;

  @AfterEach
  void leaveNoRecords(KafkaBackend backend) {
    TestTopics.empty(
        backend,
        PARTITIONS,
        Topics.CHAT_MESSAGES,
        Topics.PUSH_COMMANDS,
        Topics.PUSH_REQUESTS,
        RetryTier.AFTER_10S.topic(),
        RetryTier.AFTER_1M.topic());
  }

  @Test
  void eventsOfNewerTypesAreDeliveredAfterTheUpdate(KafkaBackend backend) throws Exception {
    TestTopics.createAll(backend, PARTITIONS);
    TestTopics.registerSchemas(backend);
    List<ProducerRecord<String, Object>> events = new ArrayList<>();
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        KafkaConsumer<String, Object> consumer = RecordClients.consumer(backend);
        KafkaProducer<String, Object> producer = RecordClients.producer(backend)) {
      writeAppFile(simulator);
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(Topics.PUSH_OUTCOMES, partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      RunningService newer;
      try (RunningService older =
          start(
              backend,
              simulator,
              "older",
              "--spring.kafka.consumer.value-deserializer=" + FirstReleaseReader.class.getName())) {
        await("the older one is ready").atMost(SOON).until(() -> isReady(older));
        var _ = producer.send(device()).get();
        events.addAll(publish(producer, "before"));
        await("the older one has postponed every event")
            .atMost(SOON)
            .until(() -> older.meter("push_fanout_postponed_total") >= events.size());
        newer = start(backend, simulator, "newer");
        await("the newer one is ready").atMost(SOON).until(() -> isReady(newer));
        events.addAll(publish(producer, "beside"));
      }
      try (newer) {
        await("an outcome for every event")
            .pollInSameThread()
            .atMost(SOON.plus(RetryTier.AFTER_1M.delay()))
            .until(() -> {
              read(consumer);
              return outcomes.size() == events.size();
            });
        assertThat(newer.registered("push.fanout.postponed"))
            .as("postponed by the newer one")
            .isZero();
        await("no push is unaccounted for")
            .atMost(SOON)
            .untilAsserted(() -> assertThat(newer.registered("chatpush.unaccounted")).isZero());
      }
    }
    assertThat(outcomes.values())
        .allSatisfy(ofMessage ->
            assertThat(ofMessage).extracting(PushOutcome::getOutcome).contains(Outcome.ACCEPTED));
  }

  private void writeAppFile(FcmSimulator simulator) throws IOException {
    Files.writeString(
        directory.resolve("types.json"), simulator.serviceAccountJson("test-project"));
    StringBuilder file =
        new StringBuilder(
            """
            firebase:
              project: test-project
              credentials: %s
            custom-types:
              order_shipped: {enabled: true, templates: {en: {body: Shipped}}}
            event-types:
            """
                .formatted(directory.resolve("types.json")));
    NEWER.stream()
        .filter(type -> type != ChatEventType.CUSTOM)
        .forEach(type -> file.append("  ").append(type).append(": {enabled: true}\n"));
    Files.createDirectories(directory.resolve("apps"));
    Files.writeString(directory.resolve("apps").resolve(APP + ".yaml"), file);
  }

  /** Both are members of the same groups. */
  private RunningService start(
      KafkaBackend backend, FcmSimulator simulator, String name, String... settings)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--chatpush.fan-out.application-id=fan-out-" + run);
    all.add("--chatpush.delivery.group-id=delivery-" + run);
    all.add("--chatpush.app-files.directory=" + directory.resolve("apps"));
    Path own = Files.createDirectories(directory.resolve(name));
    return RunningService.start(backend, simulator, own, all.toArray(String[]::new));
  }

  private static boolean isReady(RunningService service) {
    return service.readiness().statusCode() == 200;
  }

  private void read(KafkaConsumer<String, Object> consumer) {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(record -> {
          if (record.value() instanceof PushOutcome outcome
              && outcome.getMessage().getMessageId().startsWith(run)) {
            outcomes
                .computeIfAbsent(outcome.getMessage().getMessageId(), _ -> new ArrayList<>())
                .add(outcome);
          }
        });
  }

  private List<ProducerRecord<String, Object>> publish(
      KafkaProducer<String, Object> producer, String when) throws Exception {
    List<ProducerRecord<String, Object>> published = new ArrayList<>();
    for (ChatEventType type : NEWER) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        published.add(event(type, channel, "%s-%s-%s-%d".formatted(run, when, type, channel)));
      }
    }
    for (ProducerRecord<String, Object> event : published) {
      var _ = producer.send(event).get();
    }
    return published;
  }

  private ProducerRecord<String, Object> event(ChatEventType type, int channel, String id) {
    Instant now = Instant.now();
    return new ProducerRecord<>(
        Topics.CHAT_MESSAGES,
        "channel-" + channel,
        ChatMessageEvent.newBuilder()
            .setAppId(APP)
            .setMessageId(id)
            .setEventType(type)
            .setCustomType(type == ChatEventType.CUSTOM ? "order_shipped" : null)
            .setChannelId("channel-" + channel)
            .setSenderId("sender")
            .setAudience(Audience.EXPLICIT)
            .setRecipients(List.of("user-" + run))
            .setSentAt(now)
            // A call would expire before the older fan-out reads it again.
            .setExpiresAt(now.plus(Duration.ofHours(1)))
            .build());
  }

  private ProducerRecord<String, Object> device() {
    String user = "user-" + run;
    Instant now = Instant.now();
    return new ProducerRecord<>(
        Topics.USER_DEVICES,
        RecordKeys.userPartition(APP, user, PARTITIONS),
        RecordKeys.userDevice(APP, user, "device-" + run),
        UserDevice.newBuilder()
            .setAppId(APP)
            .setUserId(user)
            .setDeviceId("device-" + run)
            .setAddressType(AddressType.TOKEN)
            .setAddressValue("normal-" + run)
            .setPlatform(Platform.ANDROID)
            .setRegisteredAt(now)
            .setRefreshedAt(now)
            .build());
  }
}
