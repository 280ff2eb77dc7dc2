package io.chatpush.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.testing.RawClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Raw sockets on a real server whose connections are guarded, with short limits. */
class SlowClientsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int LARGE = 2 * 1024 * 1024;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong bodyBytes = new AtomicLong();
  private final AtomicInteger written = new AtomicInteger();
  private final Sinks.Empty<Void> serviceReads = Sinks.empty();
  private @Nullable DisposableServer server;

  @AfterEach
  void stop() {
    running().disposeNow();
  }

  @Test
  void closesAfterAHalfRequestLine() throws IOException {
    start(limits(Duration.ofMillis(300), LONG, LONG));

    try (RawClient client = connect().send("GET /small HT")) {
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json", "urn:chatpush:problem:request-timeout");
    }
    assertClosedFor("headers");
  }

  @Test
  void closesWhereHeadersDrip() throws IOException {
    start(limits(Duration.ofMillis(300), LONG, LONG));

    try (RawClient client = connect().send("GET /small HTTP/1.1\r\nHost: a\r\n")) {
      await("the server to stop taking headers that never end")
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !client.sends("x: y\r\n"));
    }
    assertClosedFor("headers");
  }

  @Test
  void closesAfterHeadersOfASecondRequestThatDoNotEnd() throws IOException {
    start(limits(Duration.ofMillis(300), LONG, LONG));

    try (RawClient client = connect().send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(client.read()).isEqualTo('H');
      client.send("GET /small HTTP/1.1\r\n");
      assertThat(client.readToEnd()).contains("200 OK", "HTTP/1.1 408 ");
    }
    assertClosedFor("headers");
  }

  @Test
  void answersABodyThatStallsWith408() throws IOException {
    start(limits(LONG, Duration.ofMillis(300), LONG));

    try (RawClient client =
        connect().send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")) {
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 408 ")
          .containsIgnoringCase("connection: close")
          .contains("urn:chatpush:problem:request-timeout");
    }
    assertClosedFor("body");
  }

  @Test
  void closesWhereTheBodyOfARefusedRequestDoesNotCome() throws IOException {
    start(limits(LONG, Duration.ofMillis(300), LONG));

    try (RawClient client =
        connect().send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")) {
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 401 ").doesNotContain("408");
    }
    assertClosedFor("body");
  }

  @Test
  void closesWhereABodyDrips() throws IOException {
    start(limits(LONG, Duration.ofMillis(300), LONG));

    try (RawClient client =
        connect().send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")) {
      await("the server to stop taking a body of a few bytes a second")
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !client.sends("x"));
    }
    assertClosedFor("body");
  }

  @Test
  void takesALongBodyThatProgresses() throws IOException {
    start(limits(LONG, Duration.ofMillis(300), LONG));
    String kilobytes = "x".repeat(4096);
    Duration tenPeriods = Duration.ofSeconds(3);

    try (RawClient client =
        connect().send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")) {
      AtomicInteger sent = new AtomicInteger();
      await("ten periods of the limit to pass, each with some kilobytes")
          .during(tenPeriods)
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> {
            sent.incrementAndGet();
            return client.sends("1000\r\n" + kilobytes + "\r\n");
          });
      client.send("0\r\n\r\n");
      assertThat(client.read()).as("an answer instead of the end").isEqualTo('H');
      assertThat(bodyBytes.get()).isEqualTo(sent.get() * 4096L);
    }
    assertThat(closed("body")).isZero();
  }

  @Test
  void doesNotCountTheTimeInWhichTheServiceDoesNotRead() throws IOException {
    start(limits(LONG, Duration.ofMillis(300), LONG));

    try (RawClient client =
        connect().send("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")) {
      await("three periods of the limit to pass while the service does not read")
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(20))
          .until(() -> closed("body") == 0);
      serviceReads.tryEmitEmpty();
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
    }
    assertClosedFor("body");
  }

  @Test
  void resetsAClientThatDoesNotRead() throws IOException {
    start(limits(LONG, LONG, Duration.ofMillis(300)));

    try (RawClient client = connect().send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")) {
      await("the client that reads nothing to be reset")
          .atMost(Duration.ofSeconds(20))
          .until(() -> closed("answer") == 1);
      await("the bytes that it did not read to be free")
          .atMost(Duration.ofSeconds(20))
          .until(() -> registry.get("chatpush.http.unread.bytes").gauge().value() == 0);
      assertThat(client.readBytes(LARGE)).as("what it still gets").isLessThan(LARGE);
    }
    await("the connection to be closed").until(() -> open() == 0);
  }

  @Test
  void letsALongAnswerGoOnToAClientThatReads() throws IOException {
    start(limits(LONG, LONG, Duration.ofMillis(300)));

    try (RawClient client = connect().send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")) {
      await("ten periods of the limit to pass while the client reads")
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> client.readBytes(64 * 1024) == 64 * 1024);
    }
    assertThat(closed("answer")).isZero();
  }

  @Test
  void boundsTheBytesThatAreUnreadByAllClients() throws IOException {
    HttpProperties limits =
        new HttpProperties(
            LONG, LONG, LONG, DataSize.ofKilobytes(1), DataSize.ofMegabytes(16), 1_000);
    start(limits);
    RawClient[] silent = new RawClient[40];
    try {
      for (int i = 0; i < silent.length; i++) {
        silent[i] = connect().send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      await("the clients that are behind for longest to be reset, as 40 answers are 80 MB")
          .atMost(Duration.ofSeconds(20))
          .until(() -> written.get() == silent.length && closed("unread") >= 30);
      assertThat(registry.get("chatpush.http.unread.bytes").gauge().value())
          .isLessThanOrEqualTo(16 * 1024 * 1024);
      try (RawClient reader = connect().send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")) {
        assertThat(reader.readBytes(LARGE)).as("one that reads").isEqualTo(LARGE);
      }
    } finally {
      for (RawClient client : silent) {
        if (client != null) {
          client.close();
        }
      }
    }
  }

  @Test
  void closesTheLongestIdleConnectionWhereThereAreTooMany() throws IOException {
    start(
        new HttpProperties(
            LONG, LONG, LONG, DataSize.ofKilobytes(1), DataSize.ofMegabytes(64), 10));
    RawClient[] idle = new RawClient[10];
    try {
      for (int i = 0; i < idle.length; i++) {
        idle[i] = connect();
        int opened = i + 1;
        await("connection " + opened).until(() -> open() == opened);
      }
      try (RawClient newest = connect().send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n")) {
        assertThat(newest.read()).isEqualTo('H');
      }
      assertThat(idle[0].read()).as("the one that was idle for longest").isEqualTo(-1);
    } finally {
      for (RawClient client : idle) {
        if (client != null) {
          client.close();
        }
      }
    }
    assertThat(closed("connections")).isEqualTo(1);
  }

  private static HttpProperties limits(Duration headers, Duration body, Duration answer) {
    return new HttpProperties(
        headers, body, answer, DataSize.ofKilobytes(1), DataSize.ofMegabytes(64), 1_000);
  }

  private void start(HttpProperties limits) {
    HttpConnections connections = new HttpConnections(limits, new HttpMeters(registry));
    ByteBuf large = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[LARGE]));
    server =
        HttpConfiguration.guard(HttpServer.create().host("127.0.0.1").port(0), connections)
            .route(routes ->
                routes
                    .get("/small", (_, response) -> response.sendString(Mono.just("small")))
                    .get(
                        "/large",
                        (_, response) ->
                            response.send(
                                Mono.fromSupplier(() -> {
                                  written.incrementAndGet();
                                  return large.duplicate();
                                })))
                    .get(
                        "/endless",
                        (_, response) ->
                            response.send(
                                Flux.generate(sink ->
                                    sink.next(Unpooled.wrappedBuffer(new byte[16 * 1024])))))
                    .post("/refused", (_, response) -> response.status(401).send())
                    .post(
                        "/later",
                        (request, response) ->
                            serviceReads
                                .asMono()
                                .then(request.receive().then())
                                .then(response.sendString(Mono.just("read")).then()))
                    .post(
                        "/body",
                        (request, response) ->
                            request
                                .receive()
                                .doOnNext(bytes -> bodyBytes.addAndGet(bytes.readableBytes()))
                                .then(response.sendString(Mono.just("read")).then())))
            .bindNow();
  }

  private RawClient connect() throws IOException {
    return RawClient.connect(running().port());
  }

  private DisposableServer running() {
    return Objects.requireNonNull(server, "each test starts a server");
  }

  private int open() {
    return (int) registry.get("chatpush.http.connections").gauge().value();
  }

  private double closed(String reason) {
    return registry.get("chatpush.http.closed").tag("reason", reason).counter().count();
  }

  private void assertClosedFor(String reason) {
    assertThat(closed(reason)).isEqualTo(1);
    await("the connection to be closed").until(() -> open() == 0);
  }
}
