package io.chatpush.testing.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports of 127.0.0.1 that nobody uses now. They are above those of well-known servers and below
 * those that operating systems give to clients, which begin at 32768 on Linux: a broker that is
 * stopped for a while gets its own port again.
 */
public final class FreePorts {

  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /**
   * Returns one, by chance, so that two programs that ask at once get different ones.
   *
   * @throws IllegalStateException if no port is free
   */
  public static int any() {
    return base(0);
  }

  /**
   * Returns a port by chance for which these are free.
   *
   * @param offsets that are added to it, 0 to 99 each
   * @throws IllegalStateException if no such port is found
   */
  public static int base(int... offsets) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (IntStream.of(offsets).allMatch(offset -> isFree(base + offset))) {
        return base;
      }
    }
    throw new IllegalStateException("no port is free from " + LOWEST + " to " + HIGHEST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
