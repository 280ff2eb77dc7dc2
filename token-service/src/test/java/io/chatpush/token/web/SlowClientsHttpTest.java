package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients of the real server, with short limits. */
class SlowClientsHttpTest {

  private static final String PUT = "PUT /v1/apps/demo/devices/phone HTTP/1.1\r\n";

  private static final String HEADERS =
      "Host: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n";

  @TempDir private static Path directory;

  @Test
  void closesThemAfterTheTimeouts() throws IOException {
    try (HttpEdge edge =
        HttpEdge.start(
            directory, "--chatpush.http.header-timeout=300ms", "--chatpush.http.body-timeout=3s")) {
      try (RawClient client = RawClient.connect(edge.port()).send("PUT /v1/apps/de")) {
        assertThat(client.readToEnd()).as("half a request line").startsWith("HTTP/1.1 408 ");
      }
      try (RawClient client = RawClient.connect(edge.port()).send(PUT + HEADERS + "\r\n{")) {
        assertThat(client.readToEnd())
            .as("half a body after a 401")
            .startsWith("HTTP/1.1 401 ")
            .doesNotContain("408");
      }
      String token = edge.tokens().of("maya", "demo");
      try (RawClient client =
          RawClient.connect(edge.port())
              .send(PUT + HEADERS + "Authorization: Bearer " + token + "\r\n\r\n{")) {
        assertThat(client.readToEnd())
            .as("half a body with a token")
            .startsWith("HTTP/1.1 408 ")
            .contains("application/problem+json", "urn:chatpush:problem:request-timeout");
      }
      assertThat(edge.published().changes()).isEmpty();
    }
  }
}
