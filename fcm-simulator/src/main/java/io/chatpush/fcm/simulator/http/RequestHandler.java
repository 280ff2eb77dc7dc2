package io.chatpush.fcm.simulator.http;

import io.netty.buffer.ByteBuf;

/**
 * Takes every request. Runs on event loops: it must not block, and must be safe for use by several.
 */
@FunctionalInterface
public interface RequestHandler {

  /**
   * Takes one request whose body is complete.
   *
   * @param body valid only during this call
   */
  void handle(Exchange exchange, ByteBuf body);
}
