package io.chatpush.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends the bytes it is given and reads when it is asked to. */
public final class RawClient implements AutoCloseable {

  /** Far beyond the limits of the tests: reached only where a connection is not closed. */
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a port of this machine, with a small buffer for what it receives. */
  public static RawClient connect(int port) throws IOException {
    Socket socket = new Socket();
    // Small, so that a little of an answer fills it.
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawClient(socket);
  }

  /** Sends characters as bytes of ISO 8859-1. */
  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Whether a part of a slow request could still be sent. */
  public boolean sends(String text) {
    try {
      send(text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** One byte, or -1 where the server closed or reset the connection. */
  public int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  /** All until the server closes the connection. */
  public String readToEnd() throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      read.append("<reset>");
    }
    return read.toString();
  }

  /** As much as is asked for, or less where the connection ends before. */
  public int readBytes(int bytes) throws IOException {
    try {
      return socket.getInputStream().readNBytes(bytes).length;
    } catch (SocketException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
