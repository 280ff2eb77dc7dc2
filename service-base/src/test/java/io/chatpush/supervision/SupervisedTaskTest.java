package io.chatpush.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SupervisedTaskTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void runsAgainWhateverARunHasThrown() {
    AtomicInteger runs = new AtomicInteger();
    try (SupervisedTask task =
        task(() -> {
          switch (runs.incrementAndGet()) {
            case 1 -> throw new java.io.IOException("once");
            case 2 -> throw new StackOverflowError();
            case 3 -> throw new AssertionError();
            default -> {}
          }
        })) {
      task.start(Duration.ZERO);
      await("a fifth run").until(() -> runs.get() > 4);
      assertThat(task.condition()).isEqualTo(Condition.WORKING);
    }
  }

  @Test
  void replacesARunThatHangs() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    try (SupervisedTask task =
        task(() -> {
          if (runs.incrementAndGet() == 1) {
            awaitUninterruptibly(released);
          }
        })) {
      task.start(Duration.ZERO);
      await("the first run").until(() -> runs.get() == 1);
      task.heal();
      await("runs of another thread").until(() -> runs.get() > 2);
      released.countDown();
    }
  }

  @Test
  void isNotStoppedWhileItWaitsForARunThatHangs() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    try (SupervisedTask task =
        new SupervisedTask(
            "a-task",
            SHORT,
            () -> {
              runs.incrementAndGet();
              awaitUninterruptibly(released);
            },
            Optional::empty,
            Duration.ofMinutes(1))) {
      assertThat(task.condition()).isEqualTo(Condition.NOT_RUNNING);
      task.start(Duration.ZERO);
      await("the first run").until(() -> runs.get() == 1);
      Thread healing = Thread.ofVirtual().start(() -> heal(task));
      await("it is being replaced").until(() -> task.condition().equals(Condition.STARTING));
      released.countDown();
      healing.join();
      await("the next run").until(() -> runs.get() > 1);
    }
  }

  private static void heal(SupervisedTask task) {
    try {
      task.heal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void boundsTheThreadsThatHangAndGoesOnWhenTheyNoLongerDo() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    try (SupervisedTask task =
        task(() -> {
          begun.incrementAndGet();
          awaitUninterruptibly(released);
          ended.incrementAndGet();
        })) {
      task.start(Duration.ZERO);
      for (int heals = 1; heals <= SupervisedTask.MOST_HANGING; heals++) {
        int before = heals;
        await("run " + before).until(() -> begun.get() == before);
        task.heal();
      }
      await("the last run").until(() -> begun.get() == SupervisedTask.MOST_HANGING + 1);
      assertThatThrownBy(task::heal)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("5 earlier runs of a-task hang");
      assertThat(task.condition())
          .as("the last one may still succeed")
          .isEqualTo(Condition.WORKING);

      released.countDown();
      await("a run after those that hung")
          .until(() -> ended.get() > SupervisedTask.MOST_HANGING + 1);
      task.heal();
    }
  }

  private static SupervisedTask task(SupervisedTask.Task task) {
    return new SupervisedTask("a-task", SHORT, task, Optional::empty, SHORT);
  }

  /** As a read of a file does on a file system that hangs. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // The interrupt is ignored on purpose.
      }
    }
  }
}
