package io.chatpush.benchmark.sender;

import java.util.function.Consumer;

/**
 * An HTTP/2 client of others that sends what chatpush sends, until its process ends. Thread-safe.
 */
interface Http2Sender {

  /**
   * Sends a push.
   *
   * @param ended called once, by any thread
   */
  void send(byte[] body, Consumer<Fate> ended);
}
