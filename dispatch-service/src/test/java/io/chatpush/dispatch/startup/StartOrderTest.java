package io.chatpush.dispatch.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.DispatchServiceApplication;
import io.chatpush.service.StartFacts;
import io.chatpush.service.StartOrder;
import io.chatpush.service.StartupStep;
import io.chatpush.service.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    try (ConfigurableApplicationContext service = start()) {
      StartOrder order = service.getBean(StartOrder.class);
      assertThat(order.steps())
          .as("add a new step to StartOrderConfiguration")
          .containsExactlyInAnyOrderElementsOf(service.getBeansOfType(StartupStep.class).values());
      assertThat(order.facts())
          .as("add new facts to StartOrderConfiguration")
          .containsExactlyInAnyOrderElementsOf(service.getBeansOfType(StartFacts.class).values());
    }
  }

  @Test
  void leavesOutTheRolesThatAreSwitchedOff() throws Exception {
    try (ConfigurableApplicationContext service =
        start("--chatpush.fan-out.enabled=false", "--chatpush.delivery.enabled=false")) {
      assertThat(service.getBean(StartOrder.class).steps())
          .extracting(StartupStep::waitingFor)
          .noneMatch(step -> step.contains("fan-out") || step.contains("group protocol"))
          .anyMatch(step -> step.contains("Kafka at"));
    }
  }

  private ConfigurableApplicationContext start(String... settings) throws Exception {
    List<String> all = new ArrayList<>(TrainingCommand.settings(directory));
    all.addAll(List.of(settings));
    return Training.start(DispatchServiceApplication.class, all);
  }
}
