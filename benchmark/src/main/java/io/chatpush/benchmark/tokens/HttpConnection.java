package io.chatpush.benchmark.tokens;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that has one request at a time, of HTTP/1.1. It knows what is needed to read the
 * answers of token-service and no more, as the CPU that a real client takes would be missing where
 * it is to be measured. Used by one thread.
 */
final class HttpConnection implements AutoCloseable {

  private static final int CODE_AT = "HTTP/1.1 ".length();

  private final Socket socket;
  private final InputStream input;
  private final StringBuilder line = new StringBuilder();

  HttpConnection(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a request and returns the status of its answer, which is read to its end. */
  int exchange(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int status = Integer.parseInt(readLine().substring(CODE_AT, CODE_AT + 3));
    long length = 0;
    boolean chunked = false;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      }
    }
    if (chunked) {
      skipChunks();
    } else {
      input.skipNBytes(length);
    }
    return status;
  }

  private void skipChunks() throws IOException {
    long size;
    do {
      size = Long.parseLong(readLine(), 16);
      input.skipNBytes(size);
      var _ = readLine();
    } while (size > 0);
  }

  private String readLine() throws IOException {
    line.setLength(0);
    while (true) {
      int next = input.read();
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
