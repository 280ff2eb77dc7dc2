package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.TestKafka;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import java.time.Instant;

/** Dead letters on a real broker, for tests of other packages. */
public final class TestDeadLetters {

  private TestDeadLetters() {}

  /** Writes a dead letter of a push of that app, which was given up ten minutes ago. */
  public static void write(KafkaBackend backend, String app) {
    try (TestKafka kafka = new TestKafka(backend)) {
      kafka
          .publisher()
          .publish(
              Topics.PUSH_DEAD_LETTERS,
              RecordKeys.user(app, "user-1"),
              DeadLetterFixtures.aPush(app, "user-1", "device-1", Instant.now()).build())
          .join();
    }
  }
}
