package io.chatpush.dispatch.fcm.http2;

import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request that {@link Http2Connections#submit} has taken. Its methods are called on the event
 * loop of a connection and must not block.
 *
 * <p>They are called in this order: {@link #handOver}; if that returns {@code true}, {@link
 * #headers} and {@link #body} and {@link #begun}, and then either {@link #answered} or {@link
 * #lost}. A request for which no connection could be opened gets {@link #notSent} and nothing else.
 * One that is waiting when the client is closed is told nothing, so that a request needs a timeout
 * of its own.
 */
public interface Http2Request {

  /** The stream of a request that has been handed over. Thread-safe. */
  interface Exchange {

    /** Ends the exchange: the response is of no interest any more. Does nothing after the end. */
    void abandon();
  }

  /**
   * Tells the request that a stream is free for it. The server may see the request from now on,
   * unless this method returns {@code false}, which withdraws the request.
   */
  boolean handOver();

  /** Returns the header fields; they are not changed. */
  Http2Headers headers();

  /** Returns the body; it is not changed. */
  byte[] body();

  /** Tells the request its exchange, before anything is written. */
  void begun(Exchange exchange);

  /**
   * Ends the request with the server's response.
   *
   * @param status of HTTP, at least 200
   * @param retryAfter the header of that name
   * @param body decoded as UTF-8, empty if there was none
   */
  void answered(int status, @Nullable String retryAfter, String body);

  /**
   * Ends the request without a response: its stream or its connection ended first.
   *
   * @param unprocessed whether the server declared that it did not process the request
   */
  void lost(boolean unprocessed);

  /** Ends the request unsent: no connection could be opened. */
  void notSent(Throwable cause);
}
