package io.chatpush.token.device;

import java.util.concurrent.CompletableFuture;

/** Where test pushes go. Implementations are thread-safe. */
public interface TestPushPublisher {

  /**
   * Sends a test push on the way that all pushes take. Never blocks and never throws.
   *
   * @return as {@link DeviceTokenPublisher#publish}
   */
  CompletableFuture<Void> publish(TestPush push);
}
