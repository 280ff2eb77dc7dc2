package io.chatpush.token.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients that go away on their own, as phones in tunnels do, are no fault of the service. */
class DisconnectedClientsTest {

  private static final String DEVICE = "/v1/apps/demo/devices/device-1";
  private static final String SLOW_DEVICE = "/v1/apps/demo/devices/slow";
  private static final String BODY =
      "{\"address\":{\"type\":\"TOKEN\",\"value\":\"address-1\"},\"platform\":\"ANDROID\"}";

  private static HttpEdge edge;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start(@TempDir Path directory) {
    edge = HttpEdge.start(directory);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    root.detachAppender(log);
  }

  @Test
  void countsAClientThatCutsItsConnectionWithinTheBody() throws Exception {
    double before = disconnected("register");

    disconnect("PUT", DEVICE, BODY.length(), BODY.substring(0, 20), true);

    awaitDisconnected("register", before + 1);
    assertThatNothingIsLoggedOrUnavailable();
  }

  @Test
  void countsAClientThatEndsItsConnectionWithinTheBody() throws Exception {
    double before = disconnected("register");

    disconnect("PUT", DEVICE, BODY.length(), BODY.substring(0, 20), false);

    awaitDisconnected("register", before + 1);
    assertThatNothingIsLoggedOrUnavailable();
  }

  @Test
  void countsAClientThatLeavesBeforeTheAnswer() throws Exception {
    double before = disconnected("register");

    disconnect("PUT", SLOW_DEVICE, BODY.length(), BODY, false);

    awaitDisconnected("register", before + 1);
    assertThatNothingIsLoggedOrUnavailable();
  }

  @Test
  void logsNothingOfAClientThatLeavesWithinAnImport() throws Exception {
    disconnect("POST", "/v1/apps/demo/devices:import", 10_000, "{\"user_id\":", true);
    double before = disconnected("remove");
    disconnect("DELETE", SLOW_DEVICE, 0, "", true);

    awaitDisconnected("remove", before + 1);
    assertThatNothingIsLoggedOrUnavailable();
  }

  /** Sends a request, and goes away when the service has seen it; without a word if so wanted. */
  private static void disconnect(
      String method, String path, int announced, String sent, boolean reset) throws IOException {
    long before = edge.requestsBegun();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      String head =
          """
          %s %s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          \r
          """
              .formatted(method, path, edge.tokens().ofOperator("demo"), announced);
      socket.getOutputStream().write((head + sent).getBytes(UTF_8));
      socket.getOutputStream().flush();
      // The service must have read the head, which a reset would take away.
      Awaitility.await("the request at the service").until(() -> edge.requestsBegun() > before);
    }
  }

  private static double disconnected(String type) {
    return edge.registrations(type, "disconnected");
  }

  private static void awaitDisconnected(String type, double count) {
    Awaitility.await("a request of the type " + type + " counted as disconnected")
        .untilAsserted(() -> assertThat(disconnected(type)).isEqualTo(count));
  }

  private void assertThatNothingIsLoggedOrUnavailable() {
    List<String> lines =
        List.copyOf(log.list).stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
            .toList();
    assertThat(lines).isEmpty();
    assertThat(edge.registrations("register", "unavailable")).isZero();
  }
}
