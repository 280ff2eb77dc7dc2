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
import io.chatpush.events.Reason;
import io.chatpush.events.UserDevice;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
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

/** An app that floods is held to its limit, and another app of the same project is not delayed. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class FairSharesIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final int PER_SECOND = 5;
  private static final int HOLD_SECONDS = 5;

  /** Twenty times what the app may cause within its hold. */
  private static final int FLOOD = 20 * PER_SECOND * HOLD_SECONDS;

  private static final int QUIET = 100;
  private static final String FLOODING_APP = "flooding-app";
  private static final String OTHER_APP = "other-app";

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
        Topics.PUSH_COMMANDS_BULK,
        Topics.PUSH_REQUESTS,
        Topics.PUSH_REQUESTS_BULK,
        RetryTier.AFTER_10S.topic());
  }

  @Test
  void anAppThatFloodsHoldsUpItselfAlone(KafkaBackend backend) throws Exception {
    TestTopics.createAll(backend, PARTITIONS);
    TestTopics.registerSchemas(backend);
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.start(
                backend,
                simulator,
                directory,
                "--chatpush.apps." + FLOODING_APP + ".project-id=test-project",
                "--chatpush.apps." + FLOODING_APP + ".event-types=NEW_MESSAGE",
                "--chatpush.apps.%s.credentials=%s"
                    .formatted(FLOODING_APP, directory.resolve("service-account.json")),
                "--chatpush.apps.%s.limits.events-per-second=%d"
                    .formatted(FLOODING_APP, PER_SECOND),
                "--chatpush.app-limits.burst=1s",
                "--chatpush.app-limits.hold=" + HOLD_SECONDS + "s",
                "--chatpush.apps." + OTHER_APP + ".project-id=test-project",
                "--chatpush.apps." + OTHER_APP + ".event-types=NEW_MESSAGE",
                "--chatpush.apps.%s.credentials=%s"
                    .formatted(OTHER_APP, directory.resolve("service-account.json")));
        KafkaConsumer<String, Object> consumer = RecordClients.consumer(backend);
        KafkaProducer<String, Object> producer = RecordClients.producer(backend)) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(Topics.PUSH_OUTCOMES, partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      var _ = producer.send(device(FLOODING_APP)).get();
      var _ = producer.send(device(OTHER_APP)).get();
      for (int i = 0; i < FLOOD; i++) {
        var _ = producer.send(message(FLOODING_APP, i));
        if (i % (FLOOD / QUIET) == 0) {
          var _ = producer.send(message(OTHER_APP, i));
        }
      }
      producer.flush();
      await("an outcome for every event")
          .pollInSameThread()
          .atMost(SOON)
          .until(() -> {
            read(consumer);
            return of(FLOODING_APP).size() == FLOOD && of(OTHER_APP).size() == QUIET;
          });
      // An outcome may be read before the service has counted it.
      await("no push is unaccounted for")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(service.meter("chatpush_unaccounted")).isZero());
    }
    assertThat(outcomes.values()).as("one outcome for each event").allMatch(all -> all.size() == 1);
    List<PushOutcome> accepted = accepted(FLOODING_APP);
    assertThat(accepted)
        .as("the burst and what may be held back, and what the events take to be published")
        .hasSizeBetween(PER_SECOND * HOLD_SECONDS, FLOOD / 2);
    assertThat(of(FLOODING_APP))
        .filteredOn(outcome -> outcome.getOutcome() != Outcome.ACCEPTED)
        .allSatisfy(outcome -> {
          assertThat(outcome.getOutcome()).isEqualTo(Outcome.SUPPRESSED);
          assertThat(outcome.getCause().getReason()).isEqualTo(Reason.APP_LIMIT);
        });
    assertThat(accepted(OTHER_APP)).as("accepted of the other app").hasSize(QUIET);
    assertThat(last(accepted(OTHER_APP)))
        .as("the other app's last push, before the last one that was held back")
        .isBefore(last(accepted));
  }

  private void read(KafkaConsumer<String, Object> consumer) {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(record -> {
          if (record.value() instanceof PushOutcome outcome
              && outcome.getMessage().getMessageId().startsWith(run)) {
            outcomes
                .computeIfAbsent(
                    outcome.getMessage().getAppId() + outcome.getMessage().getMessageId(),
                    _ -> new ArrayList<>())
                .add(outcome);
          }
        });
  }

  private List<PushOutcome> of(String app) {
    return outcomes.values().stream()
        .map(List::getFirst)
        .filter(outcome -> outcome.getMessage().getAppId().equals(app))
        .toList();
  }

  private List<PushOutcome> accepted(String app) {
    return of(app).stream().filter(outcome -> outcome.getOutcome() == Outcome.ACCEPTED).toList();
  }

  private static Instant last(List<PushOutcome> some) {
    return some.stream().map(PushOutcome::getDecidedAt).max(Instant::compareTo).orElseThrow();
  }

  private ProducerRecord<String, Object> device(String app) {
    Instant now = Instant.now();
    String user = "user-" + run;
    return new ProducerRecord<>(
        Topics.USER_DEVICES,
        RecordKeys.userPartition(app, user, PARTITIONS),
        RecordKeys.userDevice(app, user, "device-" + app + run),
        UserDevice.newBuilder()
            .setAppId(app)
            .setUserId(user)
            .setDeviceId("device-" + app + run)
            .setAddressType(AddressType.TOKEN)
            .setAddressValue("normal-" + app + run)
            .setPlatform(Platform.ANDROID)
            .setRegisteredAt(now)
            .setRefreshedAt(now)
            .build());
  }

  private ProducerRecord<String, Object> message(String app, int number) {
    return new ProducerRecord<>(
        Topics.CHAT_MESSAGES,
        "channel-" + number,
        ChatMessageEvent.newBuilder()
            .setAppId(app)
            .setMessageId(run + "-" + number)
            .setEventType(ChatEventType.NEW_MESSAGE)
            .setChannelId("channel-" + number)
            .setSenderId("sender")
            .setAudience(Audience.EXPLICIT)
            .setRecipients(List.of("user-" + run))
            .setBody("text")
            .setSentAt(Instant.now())
            .build());
  }
}
