package io.chatpush.service;

import java.util.List;
import org.springframework.core.env.Environment;

/** Where a service listens: for requests, and for questions about its health. */
public final class HttpFacts implements StartFacts {

  private static final String LOOPBACK = "127.0.0.1";

  /** Boot's default of a management port of its own. */
  private static final String EVERYWHERE = "0.0.0.0";

  private final Environment environment;
  private final String more;

  /**
   * @param more what else there is to say of its HTTP
   */
  public HttpFacts(Environment environment, String more) {
    this.environment = environment;
    this.more = more;
  }

  @Override
  public List<StartFact> facts() {
    String server = address("server", "local.server.port", LOOPBACK);
    String management =
        environment.containsProperty("management.server.port")
            ? address("management.server", "local.management.port", EVERYWHERE)
            : "the same";
    return List.of(
        new StartFact("HTTP", "%s, management: %s, %s".formatted(server, management, more)));
  }

  private String address(String which, String boundPort, String ifNotSet) {
    return environment.getProperty(which + ".address", ifNotSet)
        + ":"
        + environment.getProperty(boundPort, environment.getProperty(which + ".port", ""));
  }
}
