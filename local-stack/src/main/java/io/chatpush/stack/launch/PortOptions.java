package io.chatpush.stack.launch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the parts are to listen. What is not given stays as it was the last time, at first {@link
 * Ports#from} the default base.
 */
public final class PortOptions {

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      description = "First of the range all ports are in (default: " + Ports.DEFAULT_BASE + ").",
      defaultValue = "${env:CHATPUSH_PORT_BASE}")
  private @Nullable Integer base;

  @Option(names = "--token-port", paramLabel = "PORT", description = "HTTP of token-service.")
  private @Nullable Integer tokenService;

  @Option(names = "--dispatch-port", paramLabel = "PORT", description = "HTTP of dispatch-service.")
  private @Nullable Integer dispatchService;

  @Option(names = "--registry-port", paramLabel = "PORT", description = "The schema registry.")
  private @Nullable Integer registry;

  @Option(names = "--simulator-port", paramLabel = "PORT", description = "FCM with TLS.")
  private @Nullable Integer simulator;

  @Option(
      names = "--simulator-http-port",
      paramLabel = "PORT",
      description = "FCM in clear, and the simulator's own page.")
  private @Nullable Integer simulatorHttp;

  @Option(names = "--kafka-port", paramLabel = "PORT", description = "The Kafka broker.")
  private @Nullable Integer kafka;

  /**
   * Combines what was given with what was chosen before.
   *
   * @param before of this stack, if it was ever started
   */
  public Ports choose(Optional<Ports> before) {
    Ports start =
        base == null ? before.orElseGet(() -> Ports.from(Ports.DEFAULT_BASE)) : Ports.from(base);
    return new Ports(
        tokenService == null ? start.tokenService() : tokenService,
        dispatchService == null ? start.dispatchService() : dispatchService,
        registry == null ? start.registry() : registry,
        simulator == null ? start.simulator() : simulator,
        simulatorHttp == null ? start.simulatorHttp() : simulatorHttp,
        kafka == null ? start.kafka() : kafka);
  }
}
