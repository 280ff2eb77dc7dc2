package io.chatpush.dispatch.startup;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.chatpush.dispatch.DispatchServiceApplication;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.logging.LoggingSystem;

/** Starts the service, as an image's build does: a setting that it newly needs fails here first. */
final class TrainingCommandTest {

  private static final String WARM_UP = "chatpush.warm-up.duration";

  /** The command takes no settings; an image is warmed up for longer. */
  @BeforeEach
  void warmUpForAMoment() {
    System.setProperty(WARM_UP, "100ms");
  }

  /** It is quiet, and its JVM ends; this one goes on to other tests. */
  @AfterEach
  void talkAgain() {
    System.clearProperty(WARM_UP);
    LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.chatpush", null);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void startsAndEndsWithNothingAroundIt() {
    assertThatCode(() -> TrainingCommand.run(DispatchServiceApplication.class))
        .doesNotThrowAnyException();
  }
}
