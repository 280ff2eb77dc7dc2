package io.chatpush.problem;

import org.jspecify.annotations.Nullable;

/** The failures that only one service has, as problems. */
@FunctionalInterface
public interface KnownFailures {

  /**
   * Returns the problem that {@code failure} is for the client, or {@code null} for a failure that
   * this service does not know. Called once for each failed request.
   */
  @Nullable Problem problem(Throwable failure);
}
