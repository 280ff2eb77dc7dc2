package io.chatpush.token.ownership;

import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Where the other instances reach this one. Without a setting it is where the server listens, which
 * is known once it does.
 */
final class InstancePlace {

  private final @Nullable String setting;
  private final Environment environment;

  InstancePlace(@Nullable String setting, Environment environment) {
    this.setting = setting;
    this.environment = environment;
  }

  /** {@code host:port}, as Kafka Streams' {@code application.server} wants it. */
  String text() {
    return setting != null
        ? setting
        : environment.getProperty("server.address", "127.0.0.1")
            + ":"
            + environment.getProperty(
                "local.server.port", environment.getProperty("server.port", "8080"));
  }

  /** Whether {@code host} is this instance. */
  boolean is(HostInfo host) {
    return host.equals(HostInfo.buildFromEndpoint(text()));
  }
}
