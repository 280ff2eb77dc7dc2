package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.pacing.Project;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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

  /**
   * Returns the project that the pushes of an app count for, or {@code null} if there is no such
   * app now.
   */
  @Nullable Project project(String appId);

  /** Returns the projects of all apps as they are now, one for each app. */
  List<Project> projects();
}
