package io.chatpush.fcm.simulator.http;

import java.time.Duration;

/**
 * What happens on the wire when an answer is due. HTTP/1.1 knows no streams: there the connection
 * takes their part.
 */
public sealed interface Answer {

  /** The response, whole. */
  record Whole(Reply reply) implements Answer {}

  /** The response, its body in slices of one byte or more spread over {@code over}. */
  record Dripped(Reply reply, Duration over) implements Answer {}

  /**
   * The response, and then GOAWAY: what is in flight is still answered, then the connection ends.
   */
  record Farewell(Reply reply) implements Answer {}

  /** Headers that promise the whole body, half of it, and then RST_STREAM with INTERNAL_ERROR. */
  record Torn(Reply reply) implements Answer {}

  /** RST_STREAM with this HTTP/2 error code. */
  record Reset(long errorCode) implements Answer {}

  /** The TCP connection ends, with everything in flight on it. */
  record Disconnect() implements Answer {}

  /** Nothing, ever. */
  record Silence() implements Answer {}
}
