package io.chatpush.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Sends requests byte for byte to loopback: an HTTP client would correct them or refuse to. */
public final class RawHttp {

  private static final int PATIENCE_MILLIS = 20_000;

  /**
   * A response.
   *
   * @param head status line and headers
   */
  public record Response(int status, String head, String body) {

    /** The first header of that name. */
    public Optional<String> header(String name) {
      return head.lines()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /**
   * Sends a request without a body, on a connection of its own.
   *
   * @param headers lines that end with CR LF
   */
  public Response send(String method, String path, String headers) {
    return exchange(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + headers
            + "\r\n");
  }

  /**
   * Sends these characters, each of which stands for the byte of the same number.
   *
   * @return what came back; status 0 if the server closed the connection without a word
   */
  public Response exchange(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (SocketException e) {
      // A server that refuses what it has not read resets the connection after its response.
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    return text.startsWith("HTTP/1.1 ") && end > 0
        ? new Response(
            Integer.parseInt(text.substring(9, 12)),
            text.substring(0, end),
            text.substring(end + 4))
        : new Response(0, text, "");
  }
}
