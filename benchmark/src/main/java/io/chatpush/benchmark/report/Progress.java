package io.chatpush.benchmark.report;

import io.chatpush.cli.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells once a second what is being measured and how far it is, until closed. */
public final class Progress implements AutoCloseable {

  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Begins to tell.
   *
   * @param expected how long it takes at least
   */
  public Progress(Terminal terminal, String what, Duration expected) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            long seconds = 0;
            do {
              terminal.progress(
                  "  %s: %d s of at least %d s".formatted(what, seconds++, expected.toSeconds()));
            } while (!closed.await(1, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
