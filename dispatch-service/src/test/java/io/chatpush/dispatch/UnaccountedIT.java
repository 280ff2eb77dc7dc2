package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.dispatch.delivery.OutcomeLedger;
import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Platform;
import io.chatpush.events.UserDevice;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** A push that nobody wrote down is seen. */
@ExtendWith(KafkaBackendExtension.class)
class UnaccountedIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int PARTITIONS = 4;
  private static final int USERS = 5;
  private static final String UNLUCKY_DEVICE = "device-3";

  @TempDir private Path directory;

  /** A ledger that says it has written down an outcome, and has not. */
  static final class LosingLedger implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      if (!(bean instanceof OutcomeLedger ledger)) {
        return bean;
      }
      OutcomeLedger losing =
          outcome ->
              UNLUCKY_DEVICE.equals(outcome.getTarget().getDeviceId())
                  ? CompletableFuture.completedFuture(null)
                  : ledger.record(outcome);
      return losing;
    }
  }

  @Test
  void countsThePushWhoseOutcomeWasLost(KafkaBackend backend) throws Exception {
    TestTopics.createAll(backend, PARTITIONS);
    TestTopics.registerSchemas(backend);
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.startWith(LosingLedger.class, backend, simulator, directory);
        KafkaProducer<String, Object> producer = RecordClients.producer(backend)) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertThat(service.meter("chatpush_unaccounted")).isZero();
      for (int i = 0; i < USERS; i++) {
        var _ = producer.send(device("user-" + i, "device-" + i)).get();
      }
      var _ = producer.send(message()).get();
      await("one push of " + USERS + " is unaccounted for")
          .atMost(SOON)
          .untilAsserted(() -> {
            assertThat(service.meter("push_requests_taken_total")).isEqualTo(USERS);
            assertThat(service.meter("chatpush_unaccounted")).isEqualTo(1);
          });
    }
  }

  private static ProducerRecord<String, Object> device(String userId, String deviceId) {
    Instant now = Instant.now();
    String app = RunningService.APP;
    return new ProducerRecord<>(
        Topics.USER_DEVICES,
        RecordKeys.userPartition(app, userId, PARTITIONS),
        RecordKeys.userDevice(app, userId, deviceId),
        UserDevice.newBuilder()
            .setAppId(app)
            .setUserId(userId)
            .setDeviceId(deviceId)
            .setAddressType(AddressType.TOKEN)
            .setAddressValue("normal-" + deviceId)
            .setPlatform(Platform.ANDROID)
            .setRegisteredAt(now)
            .setRefreshedAt(now)
            .build());
  }

  private static ProducerRecord<String, Object> message() {
    return new ProducerRecord<>(
        Topics.CHAT_MESSAGES,
        "channel",
        ChatMessageEvent.newBuilder()
            .setAppId(RunningService.APP)
            .setMessageId("message-" + UUID.randomUUID())
            .setEventType(ChatEventType.NEW_MESSAGE)
            .setChannelId("channel")
            .setSenderId("sender")
            .setAudience(Audience.EXPLICIT)
            .setRecipients(
                List.copyOf(IntStream.range(0, USERS).mapToObj(i -> "user-" + i).toList()))
            .setBody("text")
            .setSentAt(Instant.now())
            .build());
  }
}
