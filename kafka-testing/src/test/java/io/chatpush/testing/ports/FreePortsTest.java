package io.chatpush.testing.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void areNeitherThoseOfClientsNorTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(FreePorts.any(), 1, loopback())) {
      assertThat(IntStream.range(0, 2_000).map(_ -> FreePorts.any()).boxed())
          .doesNotContain(taken.getLocalPort())
          .allMatch(port -> port >= 12_000 && port < 32_768);
    }
  }

  @Test
  void ofARangeAreFreeAtEachOffset() throws IOException {
    int base = FreePorts.base(0, 1, 12);
    for (int offset : new int[] {0, 1, 12}) {
      try (ServerSocket socket = new ServerSocket(base + offset, 1, loopback())) {
        assertThat(socket.isBound()).isTrue();
      }
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
