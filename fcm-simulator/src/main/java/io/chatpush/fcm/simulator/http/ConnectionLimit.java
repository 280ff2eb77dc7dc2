package io.chatpush.fcm.simulator.http;

import java.time.Duration;

/** When an HTTP/2 connection has served long enough and gets its GOAWAY. */
public sealed interface ConnectionLimit {

  /** Connections last as long as their clients like. */
  record None() implements ConnectionLimit {}

  /** After so many requests. */
  record Requests(long most) implements ConnectionLimit {

    public Requests {
      if (most < 1) {
        throw new IllegalArgumentException("a connection serves at least one request");
      }
    }
  }

  /** With the first request after this time. */
  record Age(Duration most) implements ConnectionLimit {}

  /** Whether a connection that has served so much is at its end. */
  default boolean reached(long requests, long ageNanos) {
    return switch (this) {
      case None() -> false;
      case Requests(long most) -> requests >= most;
      case Age(Duration most) -> ageNanos >= most.toNanos();
    };
  }
}
