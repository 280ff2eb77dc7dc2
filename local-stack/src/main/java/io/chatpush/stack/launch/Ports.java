package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.testing.ports.FreePorts;

/**
 * Where the parts listen on 127.0.0.1. All six are distinct.
 *
 * @param tokenService HTTP of token-service
 * @param dispatchService HTTP of dispatch-service: health and metrics
 * @param registry Confluent API of the registry
 * @param simulator FCM over HTTP/2 with TLS
 * @param simulatorHttp FCM in clear, and the simulator's own API and page
 * @param kafka the broker
 */
public record Ports(
    int tokenService,
    int dispatchService,
    int registry,
    int simulator,
    int simulatorHttp,
    int kafka) {

  /** What {@code --port-base} is by default. */
  public static final int DEFAULT_BASE = 18080;

  public Ports {
    int[] all = {tokenService, dispatchService, registry, simulator, simulatorHttp, kafka};
    for (int i = 0; i < all.length; i++) {
      if (all[i] < 1 || all[i] > 65_535) {
        throw new CommandException("Port " + all[i] + " does not exist: choose 1 to 65535.");
      }
      for (int j = 0; j < i; j++) {
        if (all[i] == all[j]) {
          throw new CommandException(
              "Port " + all[i] + " is given to two parts: give each its own, or only --port-base.");
        }
      }
    }
  }

  /** Six ports that nobody uses now. */
  public static Ports free() {
    return from(FreePorts.base(0, 1, 2, 3, 4, 12));
  }

  /** Six ports from {@code base} on; Kafka's is {@code base + 12}, 18092 by default. */
  public static Ports from(int base) {
    return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 12);
  }
}
