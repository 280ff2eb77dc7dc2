package io.chatpush.benchmark.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void readsOneAnswerAfterTheOther() throws IOException {
    try (HttpConnection connection = connect();
        Socket client = server.accept()) {
      write(client, "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n");
      assertThat(connection.exchange("GET / HTTP/1.1\r\n\r\n")).isEqualTo(202);
      write(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 5\r\n\r\nsorry");
      assertThat(connection.exchange("GET / HTTP/1.1\r\n\r\n")).isEqualTo(400);
      write(
          client,
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n");
      assertThat(connection.exchange("GET / HTTP/1.1\r\n\r\n")).isEqualTo(200);
      write(client, "HTTP/1.1 429 Too Many Requests\r\n\r\n");
      assertThat(connection.exchange("GET / HTTP/1.1\r\n\r\n")).isEqualTo(429);
    }
  }

  @Test
  void failsWhereTheConnectionIsLost() throws IOException {
    try (HttpConnection connection = connect();
        Socket client = server.accept()) {
      write(client, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
      client.shutdownOutput();
      assertThatThrownBy(() -> connection.exchange("GET / HTTP/1.1\r\n\r\n"))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpConnection connect() throws IOException {
    return new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()));
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
