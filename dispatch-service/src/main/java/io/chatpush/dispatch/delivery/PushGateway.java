package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.pacing.Project;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Hands pushes to the service that carries them to devices. Thread-safe. */
public interface PushGateway {

  /**
   * Begins one send and returns at once.
   *
   * <p>The future completes exceptionally only if nobody knows whether the push was taken: no
   * answer in time, the connection lost, an answer that is none. Whatever the service says is a
   * value. It completes within the gateway's send timeout in any case, on a thread that must not be
   * blocked.
   */
  CompletableFuture<DeliveryOutcome> send(PushAttempt attempt);

  /** After this a send has ended, whatever became of it. */
  Duration sendTimeout();

  /** The project that the pushes of an app count for, by app id; the same as long as it lives. */
  Map<String, Project> projects();
}
