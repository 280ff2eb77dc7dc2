package io.chatpush.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

class RecordModelTest {

  /** Builds an event before anything else of the contract is touched, in a JVM of its own. */
  static final class FirstThing {
    public static void main(String[] arguments) {
      ChatMessageEvent.newBuilder()
          .setAppId("app-1")
          .setMessageId("message-1")
          .setEventType(ChatEventType.NEW_MESSAGE)
          .setChannelId("channel-1")
          .setSenderId("user-1")
          .setAudience(Audience.EXPLICIT)
          .setSentAt(Instant.EPOCH)
          .build();
    }
  }

  @Test
  void recordCanBeBuiltBeforeAnythingElse() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstThing.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void printedRecordSaysWhichItIsAndNothingOfPeople() {
    assertThat(Records.aDeadLetter())
        .hasToString(
            "DeadLetter(push_id=00000000-0000-5000-8000-000000000001, app_id=app-1,"
                + " message_id=message-1, attempt=5)");
    for (SpecificRecordBase record : Records.oneOfEach()) {
      assertThat(record.toString())
          .startsWith(record.getSchema().getName() + "(")
          .doesNotContain("address-1", "text", "user-", "User 1", "{");
    }
  }
}
