package io.chatpush.token.startup;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.chatpush.token.TokenServiceApplication;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.logging.LoggingSystem;

/** Starts the service, as an image's build does: a setting that it newly needs fails here first. */
final class TrainingCommandTest {

  /** It is quiet, and its JVM ends; this one goes on to other tests. */
  @AfterEach
  void talkAgain() {
    LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.chatpush", null);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void startsAndEndsWithNothingAroundIt() {
    assertThatCode(() -> TrainingCommand.run(TokenServiceApplication.class))
        .doesNotThrowAnyException();
  }
}
