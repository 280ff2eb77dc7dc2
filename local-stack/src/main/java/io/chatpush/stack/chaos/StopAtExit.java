package io.chatpush.stack.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a process that is told to end alive until a block has ended in order. */
final class StopAtExit implements AutoCloseable {

  private final CountDownLatch done;
  private final Thread hook;

  private StopAtExit(CountDownLatch done, Thread hook) {
    this.done = done;
    this.hook = hook;
  }

  /**
   * Applies until it is closed.
   *
   * @param stop makes the block end soon
   * @param limit how long the process waits for its end
   */
  static StopAtExit of(Runnable stop, Duration limit) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              try {
                var _ = done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-in-order");
    Runtime.getRuntime().addShutdownHook(hook);
    return new StopAtExit(done, hook);
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has waited for this.
    }
  }
}
