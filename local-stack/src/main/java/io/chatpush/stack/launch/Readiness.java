package io.chatpush.stack.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Whether a process does its work. Asked again and again while it starts; answers at once. */
@FunctionalInterface
interface Readiness {

  boolean isReady() throws InterruptedException;

  /** A GET is answered with 200. */
  static Readiness answers(HttpClient client, String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    return () -> {
      try {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false; // not listening yet, or no longer
      }
    };
  }

  /** All these ports of 127.0.0.1 take connections. */
  static Readiness listens(List<Integer> ports) {
    return () -> {
      for (int port : ports) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        } catch (IOException e) {
          return false;
        }
      }
      return true;
    };
  }
}
