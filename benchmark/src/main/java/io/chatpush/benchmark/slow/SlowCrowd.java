package io.chatpush.benchmark.slow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Slow clients of one kind. One whose connection is closed comes back with a new one at once, until
 * the crowd is closed; a reset is seen only when what came before it has been read.
 */
final class SlowCrowd implements AutoCloseable {

  private static final int BODY_BYTES = 16_000;
  private static final int RECEIVE_BUFFER = 4 * 1024;

  /**
   * The clients come one after the other within this time. All at once would come again all at once
   * after each timeout, and others would see the cost of 500 new connections in one moment.
   */
  private static final Duration ARRIVAL = Duration.ofSeconds(10);

  private final SlowTarget target;
  private final SlowKind kind;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean ended;

  private SlowCrowd(SlowTarget target, SlowKind kind) {
    this.target = target;
    this.kind = kind;
  }

  static SlowCrowd of(SlowTarget target, SlowKind kind, int clients) {
    SlowCrowd crowd = new SlowCrowd(target, kind);
    for (int i = 0; i < clients; i++) {
      long wait = ARRIVAL.toNanos() * i / clients;
      var _ =
          crowd.threads.submit(() -> {
            TimeUnit.NANOSECONDS.sleep(wait);
            crowd.beSlow();
            return null;
          });
    }
    return crowd;
  }

  /** Connections that the service closed. */
  long closed() {
    return closed.get();
  }

  /** How long the connection that it closed last of all had been open. */
  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  private void beSlow() {
    while (!ended) {
      long opened = System.nanoTime();
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()));
        slowly(socket);
      } catch (IOException e) {
        // The service has closed or reset it: counted below.
      }
      if (!ended) {
        closed.incrementAndGet();
        long open = System.nanoTime() - opened;
        longest.accumulateAndGet(open, Math::max);
      }
    }
  }

  /** Until the service closes the connection, or the crowd is closed. */
  private void slowly(Socket socket) throws IOException {
    String begin =
        switch (kind) {
          case HEADERS -> "GET /v1/docs HTTP/1.1\r\nHost: a\r\n";
          case BODY ->
              "%s HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{"
                  .formatted(target.bodyRoute(), target.authorization(), BODY_BYTES);
          case READING -> "GET /actuator/prometheus HTTP/1.1\r\nHost: a\r\n\r\n";
        };
    send(socket, begin);
    while (!ended) {
      boolean open =
          switch (kind) {
            case HEADERS -> send(socket, "x: y\r\n");
            case BODY -> send(socket, " ");
            case READING -> socket.getInputStream().read() >= 0;
          };
      if (!open) {
        return;
      }
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return true;
  }

  @Override
  public void close() {
    ended = true;
    threads.shutdownNow();
    threads.close();
  }
}
