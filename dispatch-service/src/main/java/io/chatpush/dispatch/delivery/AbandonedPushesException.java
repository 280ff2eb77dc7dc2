package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.PublisherClosedException;
import java.util.concurrent.CompletableFuture;

/**
 * Some pushes of a request have neither an outcome nor a retry nor a dead letter of their own, so
 * the request itself is to be dead-lettered as it was read.
 */
final class AbandonedPushesException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int pushes;

  private AbandonedPushesException(int pushes, Throwable first) {
    super(pushes + " pushes of a request could not be ended", first);
    this.pushes = pushes;
  }

  /** The number of those pushes. */
  int pushes() {
    return pushes;
  }

  /**
   * Waits for the pushes of a request.
   *
   * @return completes when all have completed; exceptionally with a {@link
   *     PublisherClosedException} if that is why one failed, else with an exception that says how
   *     many failed
   */
  static CompletableFuture<Void> allOf(CompletableFuture<?>[] pushes) {
    CompletableFuture<Void> all = CompletableFuture.allOf(pushes);
    if (all.isDone() && !all.isCompletedExceptionally()) {
      return all;
    }
    return all.exceptionallyCompose(first -> CompletableFuture.failedFuture(of(pushes, first)));
  }

  private static Throwable of(CompletableFuture<?>[] pushes, Throwable first) {
    int failed = 0;
    for (CompletableFuture<?> push : pushes) {
      if (push.isCompletedExceptionally()) {
        failed++;
        if (PublisherClosedException.isCauseOf(push.exceptionNow())) {
          return push.exceptionNow();
        }
      }
    }
    return new AbandonedPushesException(failed, first);
  }
}
