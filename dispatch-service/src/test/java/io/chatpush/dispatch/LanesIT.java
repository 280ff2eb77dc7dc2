package io.chatpush.dispatch;

import static io.chatpush.dispatch.Pushes.aPush;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.events.Lane;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.RenderedContent;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Direct pushes do not wait for big audiences, on a real broker. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class LanesIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int PARTITIONS = 4;
  private static final int BULK_RECIPIENTS = 24_000;
  private static final int RECIPIENTS_PER_COMMAND = 12;

  /** Two polls of bulk commands: one may be at work, one may have been asked for. */
  private static final int MOST_BEFORE_DIRECT = 2 * 50 * RECIPIENTS_PER_COMMAND;

  @TempDir private Path directory;

  @BeforeAll
  static void provision(KafkaBackend backend) {
    TestTopics.createAll(backend, PARTITIONS);
    TestTopics.registerSchemas(backend);
  }

  /**
   * All recipients are of one partition, so that one thread must choose; none has a device, so that
   * all outcomes are of one message, in one partition and so in one order.
   */
  @Test
  void joinsADirectCommandBeforeTheBulkOnesThatWereWrittenBefore(KafkaBackend backend)
      throws Exception {
    String messageId = "message-" + UUID.randomUUID();
    List<String> users = usersOfOnePartition(BULK_RECIPIENTS + 1);
    String directUser = users.removeLast();
    try (KafkaProducer<String, Object> producer = producer(backend)) {
      for (int from = 0; from < users.size(); from += RECIPIENTS_PER_COMMAND) {
        List<String> some = users.subList(from, from + RECIPIENTS_PER_COMMAND);
        var _ = producer.send(command(Topics.PUSH_COMMANDS_BULK, Lane.BULK, messageId, some));
      }
      producer.flush();
      var _ =
          producer.send(command(Topics.PUSH_COMMANDS, Lane.DIRECT, messageId, List.of(directUser)));
    }
    List<String> order = new ArrayList<>();
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.start(
                backend, simulator, directory, "--chatpush.delivery.enabled=false");
        KafkaConsumer<String, Object> outcomes = RecordClients.consumer(backend)) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      TopicPartition partition =
          new TopicPartition(
              Topics.PUSH_OUTCOMES,
              RecordKeys.messagePartition(RunningService.APP, messageId, PARTITIONS));
      outcomes.assign(List.of(partition));
      outcomes.seekToBeginning(List.of(partition));
      await("an outcome for everybody")
          .pollInSameThread()
          .atMost(SOON)
          .until(() -> {
            outcomes
                .poll(Duration.ofMillis(100))
                .forEach(record -> {
                  if (record.value() instanceof PushOutcome outcome
                      && outcome.getMessage().getMessageId().equals(messageId)) {
                    order.add(outcome.getTarget().getUserId());
                  }
                });
            return order.size() > BULK_RECIPIENTS;
          });
    }
    assertThat(order.indexOf(directUser))
        .as("recipients of the bulk lane that came before the direct one")
        .isBetween(0, MOST_BEFORE_DIRECT);
  }

  private static List<String> usersOfOnePartition(int count) {
    Stream<String> users = IntStream.iterate(0, i -> i + 1).mapToObj(i -> "user-" + i);
    return new ArrayList<>(
        users
            .filter(user -> RecordKeys.userPartition(RunningService.APP, user, PARTITIONS) == 1)
            .limit(count)
            .toList());
  }

  private static ProducerRecord<String, Object> command(
      String topic, Lane lane, String messageId, List<String> users) {
    Instant now = Instant.now();
    return new ProducerRecord<>(
        topic,
        RecordKeys.user(RunningService.APP, users.getFirst()),
        PushCommand.newBuilder()
            .setPush(aPush(RunningService.APP, messageId, now).setLane(lane).build())
            .setRecipients(users)
            .setContents(
                List.of(
                    new RenderedContent(
                        Platform.ANDROID,
                        ByteBuffer.allocate(700),
                        List.of(),
                        -1,
                        List.of(),
                        0,
                        List.of(),
                        0,
                        "")))
            .build());
  }

  private static KafkaProducer<String, Object> producer(KafkaBackend backend) {
    return RecordClients.producer(
        backend, Map.of("compression.type", "lz4", "linger.ms", 20, "batch.size", 131_072));
  }
}
