package io.chatpush.dispatch.fcm.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection, and the requests that are on it or wait for it. A connection that is
 * going away gives up its place at once and ends what it began; the next is opened when a request
 * asks for it.
 *
 * <pre>
 *            «start»
 *               │
 *               ▼
 *   ┌──────▶ CLOSED ◀──────┐
 *   │           │ 1        │
 *   │ 2         ▼          │ 4
 *   ├─────── OPENING       │
 *   │           │ 3        │
 *   │           ▼          │
 *   │         OPEN ────────┘
 * </pre>
 *
 * <ol>
 *   <li>A request waits ({@link #drain}) or will soon ({@link #openAhead}): {@link #connect}.
 *   <li>{@link #failed}: the connection ended before it could be used. All requests that wait end
 *       as not sent, and for a second no connection is opened ahead of need.
 *   <li>{@link #opened}: the server's SETTINGS have arrived. The requests that wait are written.
 *   <li>{@link #retired}: the connection takes no more requests. It ends those it has by itself;
 *       its {@link #closed end} changes nothing here.
 * </ol>
 *
 * <p>Only the event loop of the slot takes edges 2 to 4 and calls the methods that are not called
 * thread-safe below. Edge 1 belongs to the thread that wins the compare-and-set, because the thread
 * that submits a request may take it; the connection itself is opened on the event loop.
 *
 * <table>
 *   <caption>Who uses which field</caption>
 *   <tr><th>field</th><th>written by</th><th>read by</th></tr>
 *   <tr><td>{@code state}</td><td>edge 1: any thread, others: the event loop</td><td>any</td></tr>
 *   <tr><td>{@code streams}, {@code failedNanos}</td><td>the event loop</td><td>any</td></tr>
 *   <tr><td>{@code waiting}</td><td>any</td><td>the event loop</td></tr>
 *   <tr><td>{@code load}</td><td>any</td><td>any</td></tr>
 *   <tr><td>{@code scheduled}</td><td>any: at most one {@link #drain} is queued</td><td>any</td></tr>
 *   <tr><td>{@code link}</td><td>the event loop</td><td>the event loop</td></tr>
 * </table>
 */
final class ConnectionSlot {

  private enum State {
    /** There is no connection. */
    CLOSED,
    /** A connection is being opened, or is about to be on the event loop. */
    OPENING,
    /** {@code link} takes requests. */
    OPEN
  }

  /** For this long after a failure no connection is opened ahead of need. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final ConnectionSettings settings;
  private final Tls tls;
  private final AtomicInteger openConnections;

  private final Queue<Http2Request> waiting = PlatformDependent.newMpscQueue();
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);
  private volatile int streams;
  private volatile long failedNanos = System.nanoTime() - REST_NANOS;

  /** The connection that is open or being opened; {@code null} while there is none. */
  private @Nullable Http2Link link;

  /**
   * @param openConnections counts the connections of all slots
   */
  ConnectionSlot(
      Bootstrap bootstrap,
      EventLoop loop,
      ConnectionSettings settings,
      Tls tls,
      AtomicInteger openConnections) {
    this.bootstrap = bootstrap.clone(loop);
    this.loop = loop;
    this.settings = settings;
    this.tls = tls;
    this.openConnections = openConnections;
    streams = settings.streams();
  }

  /** Whether a request need not wait for a connection here. Thread-safe. */
  boolean isOpen() {
    return state.get() == State.OPEN;
  }

  /** The number of requests that can be in flight here at once. Thread-safe. */
  int streams() {
    return streams;
  }

  /** The number of requests that are here. Thread-safe. */
  int load() {
    return load.get();
  }

  /** Opens a connection before a request needs it, unless there is one. Thread-safe. */
  void openAhead() {
    if (state.get() == State.CLOSED
        && System.nanoTime() - failedNanos > REST_NANOS
        && state.compareAndSet(State.CLOSED, State.OPENING)) {
      execute(this::connect);
    }
  }

  /** Takes a request unless {@code limit} of them are here already. Thread-safe. */
  boolean offer(Http2Request request, int limit) {
    for (int now = load.get(); now < limit; now = load.get()) {
      if (load.compareAndSet(now, now + 1)) {
        waiting.add(request);
        schedule();
        return true;
      }
    }
    return false;
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      execute(this::drain);
    }
  }

  private void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The client is closed: the requests that are here end by their own timeout.
    }
  }

  /** Writes what can be written, and flushes once. */
  private void drain() {
    scheduled.set(false);
    Http2Link written = null;
    while (!waiting.isEmpty()) {
      Http2Link open = openLink();
      if (open == null) {
        if (state.compareAndSet(State.CLOSED, State.OPENING)) {
          connect();
        }
        break;
      }
      if (!open.canSend()) {
        break;
      }
      Http2Request request = waiting.poll();
      if (request == null || !request.handOver()) {
        load.decrementAndGet();
        continue;
      }
      open.write(request);
      written = open;
    }
    if (written != null) {
      written.flush();
    }
  }

  private @Nullable Http2Link openLink() {
    return isOpen() ? link : null;
  }

  private void connect() {
    Http2Link next = new Http2Link(this, settings);
    link = next;
    ChannelFuture connect =
        bootstrap
            .clone()
            .handler(next.initializer(tls))
            .connect()
            .addListener(future -> {
              if (!future.isSuccess()) {
                failed(next, future.cause());
              }
            });
    connect
        .channel()
        .closeFuture()
        .addListener(_ -> failed(next, new IOException("closed before it could be used")));
  }

  private void failed(Http2Link failed, Throwable cause) {
    if (state.get() != State.OPENING || !failed.equals(link)) {
      // It was open before, or failed already: its end says nothing about its successor.
      return;
    }
    link = null;
    failedNanos = System.nanoTime();
    state.set(State.CLOSED);
    for (Http2Request request = waiting.poll(); request != null; request = waiting.poll()) {
      load.decrementAndGet();
      request.notSent(cause);
    }
  }

  /** The connection that is being opened can be used now. */
  void opened(Http2Link opened, int maxStreams) {
    link = opened;
    streams = maxStreams;
    state.set(State.OPEN);
    openConnections.incrementAndGet();
    drain();
  }

  /** The server changed SETTINGS_MAX_CONCURRENT_STREAMS. */
  void limited(Http2Link limited, int maxStreams) {
    if (limited.equals(openLink())) {
      streams = maxStreams;
      schedule();
    }
  }

  /** The connection takes no more requests. */
  void retired(Http2Link retired) {
    if (retired.equals(openLink())) {
      link = null;
      streams = settings.streams();
      state.set(State.CLOSED);
      schedule();
    }
  }

  /** A connection that was {@link #opened} has ended. */
  void closed() {
    openConnections.decrementAndGet();
  }

  /**
   * A stream has ended. Called before the end is reported to its request, because the request's
   * successor is submitted within that call.
   */
  void released() {
    load.decrementAndGet();
    if (!waiting.isEmpty()) {
      schedule();
    }
  }

  /** Closes the connection, which ends the requests on it. Thread-safe. */
  void close() {
    execute(() -> {
      Http2Link last = openLink();
      if (last != null) {
        last.close();
      }
    });
  }
}
