package io.chatpush.dispatch.delivery;

import io.chatpush.events.PushOutcome;
import java.util.concurrent.CompletableFuture;

/** Where what became of every push is written down. Thread-safe. */
public interface OutcomeLedger {

  /**
   * Writes down how a push ended.
   *
   * @return completes when it is safe; only then may the request be committed
   */
  CompletableFuture<Void> record(PushOutcome outcome);
}
