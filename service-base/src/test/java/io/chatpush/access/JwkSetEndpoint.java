package io.chatpush.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer that publishes its keys on loopback, or is down. */
public final class JwkSetEndpoint implements AutoCloseable {

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile JWKSet keys = new JWKSet();
  private volatile boolean down;

  public JwkSetEndpoint(JWK... first) {
    publish(first);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          answer(exchange, keys.toString());
        });
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange, "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}".formatted(issuer(), uri())));
    server.start();
  }

  /** Replaces the keys; only their public parts are served. */
  public void publish(JWK... published) {
    keys = new JWKSet(List.of(published));
  }

  /** Whether every answer is 500 from now on. */
  public void down(boolean isDown) {
    down = isDown;
  }

  /** How often the keys were asked for. */
  public int fetches() {
    return fetches.get();
  }

  /** What discovery starts from. */
  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public String uri() {
    return issuer() + "/keys";
  }

  private void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(down ? 500 : 200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
