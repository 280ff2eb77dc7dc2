package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class StartupGateTest {

  private static final StartReport REPORT = new StartReport("ready", List.of());
  private static final Duration SOON = Duration.ofSeconds(10);

  private final AtomicBoolean brokerUp = new AtomicBoolean();
  private final List<String> done = new CopyOnWriteArrayList<>();

  private final StartupGate gate =
      new StartupGate(
          List.of(
              step(
                  "the broker",
                  () -> {
                    if (!brokerUp.get()) {
                      throw new IllegalStateException(
                          "outer", new IllegalStateException("connection refused"));
                    }
                  }),
              step("the stream", () -> {})),
          Clock.systemUTC(),
          REPORT);

  @Test
  void opensByItselfOnceWhatItWaitsForIsThere() {
    StartupHealthIndicator health = new StartupHealthIndicator(gate);
    gate.start();

    await("reason of the wait")
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(health.health().getDetails())
                .containsEntry("waitingFor", "the broker: connection refused"));
    assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(done).isEmpty();

    brokerUp.set(true);
    await("open gate").atMost(SOON).until(gate::isOpen);
    assertThat(done).containsExactly("the broker", "the stream");
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void stopsInTheMiddleOfAnAttempt() throws InterruptedException {
    CountDownLatch attempting = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    StartupGate stuck =
        new StartupGate(
            List.of(
                step(
                    "what never comes",
                    () -> {
                      attempting.countDown();
                      never.await();
                    })),
            Clock.systemUTC(),
            REPORT);
    stuck.start();
    attempting.await();

    stuck.stop();

    assertThat(stuck.isRunning()).isFalse();
    assertThat(stuck.isOpen()).isFalse();
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private StartupStep step(String name, Attempt attempt) {
    return new StartupStep() {
      @Override
      public String waitingFor() {
        return name;
      }

      @Override
      public void attempt() throws Exception {
        attempt.run();
        done.add(name);
      }
    };
  }
}
