package io.chatpush.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.testing.RawClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A connection is read as long as it is open. Reactor Netty 1.3.7 forgot to read one on which a
 * request had come before the answer to the one before it was complete, which gateways that reuse
 * connections do: requests after it were never answered, and nothing closed the connection.
 */
class KeepAliveTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n";

  @Test
  void readsOnAfterARequestThatCameBeforeTheAnswerToTheOneBefore() throws IOException {
    HttpProperties limits =
        new HttpProperties(
            LONG, LONG, LONG, DataSize.ofKilobytes(1), DataSize.ofMegabytes(64), 1_000);
    HttpConnections connections =
        new HttpConnections(limits, new HttpMeters(new SimpleMeterRegistry()));
    DisposableServer server =
        HttpConfiguration.guard(HttpServer.create().host("127.0.0.1").port(0), connections)
            .route(routes ->
                routes
                    .get(
                        "/slow",
                        (_, response) ->
                            response.sendString(Mono.delay(Duration.ofMillis(50)).map(_ -> "slow")))
                    .get("/at-once", (_, response) -> response.sendString(Mono.just("done"))))
            .bindNow();
    try (RawClient client = RawClient.connect(server.port())) {
      client.send(REQUEST.formatted("/slow", "") + REQUEST.formatted("/at-once", ""));
      assertThat(readTo(client, "done")).contains("slow");

      client.send(REQUEST.formatted("/at-once", "Connection: close\r\n"));
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK").contains("done");
    } finally {
      server.disposeNow();
    }
  }

  private static String readTo(RawClient client, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = client.read();
      assertThat(next).as("%s after %s", end, read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }
}
