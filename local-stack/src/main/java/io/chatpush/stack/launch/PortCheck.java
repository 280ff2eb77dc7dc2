package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Whether the ports of a process are free, asked before it is started. */
final class PortCheck {

  private PortCheck() {}

  /**
   * Returns when all ports can be bound.
   *
   * @throws CommandException naming the one that is taken and the options that move it
   */
  static void requireFree(String process, Map<String, Integer> ports) {
    ports.forEach((option, port) -> {
      if (!isFree(port)) {
        throw new CommandException(
            "Port "
                + port
                + ", which "
                + process
                + " needs, is taken by another program: stop that one, or choose another port with "
                + option
                + " or another range with --port-base.");
      }
    });
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
