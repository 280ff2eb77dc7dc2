package io.chatpush.token.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.service.StartFacts;
import io.chatpush.service.StartOrder;
import io.chatpush.service.StartupStep;
import io.chatpush.service.Training;
import io.chatpush.token.TokenServiceApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service without anything around it; what it waits for does not matter here. */
final class StartOrderTest {

  @TempDir private Path directory;

  /** The service under test is quiet; this JVM goes on to other tests. */
  @AfterEach
  void restoreTheLog() {
    LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.chatpush", null);
  }

  @Test
  void namesEveryStepAndEveryFactOfTheService() throws Exception {
    try (ConfigurableApplicationContext service =
        Training.start(TokenServiceApplication.class, TrainingCommand.settings(directory))) {
      StartOrder order = service.getBean(StartOrder.class);
      assertThat(order.steps())
          .as("add a new step to StartOrderConfiguration")
          .containsExactlyInAnyOrderElementsOf(service.getBeansOfType(StartupStep.class).values());
      assertThat(order.facts())
          .as("add new facts to StartOrderConfiguration")
          .containsExactlyInAnyOrderElementsOf(service.getBeansOfType(StartFacts.class).values());
    }
  }
}
