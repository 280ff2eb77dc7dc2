package io.chatpush.token.instances;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * How another instance is reached.
 *
 * @param ssl what its certificate must be trusted by; {@code null} for http
 */
public record InstanceTransport(@Nullable SslBundle ssl) {

  /** {@code http} or {@code https}. */
  public String scheme() {
    return ssl == null ? "http" : "https";
  }
}
