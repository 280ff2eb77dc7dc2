package io.chatpush.fcm.simulator.http;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * One request and the way to answer it. It belongs to the event loop that reads its connection:
 * every method is called there.
 */
public interface Exchange {

  CharSequence method();

  /** The path, with the query if there is one. */
  CharSequence path();

  /** The value of a header by its lower-case name. */
  @Nullable CharSequence header(AsciiString name);

  /** Whether the request came in clear. */
  boolean inClear();

  /**
   * Answers once {@code delayNanos} have passed, to the next millisecond. Called once for each
   * exchange. If the client has gone or has reset the stream by then, nothing happens.
   */
  void answer(Answer answer, long delayNanos);
}
