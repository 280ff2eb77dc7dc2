package io.chatpush.dispatch.fcm;

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
import org.jspecify.annotations.Nullable;

/**
 * Room for one connection, and the sends that are on it or wait for it. A connection that is going
 * away gives up its place at once and ends what it began; the next is opened when it is asked for.
 * Everything happens on one event loop, except what says that it is thread-safe.
 */
final class ConnectionSlot {

  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final FcmSettings settings;
  private final Tls tls;
  private final FcmMeters meters;

  /** After a failure nobody opens a connection ahead of need for so long. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Queue<FcmSend> waiting = PlatformDependent.newMpscQueue();
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean ahead = new AtomicBoolean();
  private volatile int streams = FcmSettings.STREAMS_PER_CONNECTION;
  private volatile boolean open;
  private volatile long failedNanos = System.nanoTime() - REST_NANOS;

  private @Nullable Http2Link link;
  private @Nullable Http2Link opening;

  ConnectionSlot(
      Bootstrap bootstrap, EventLoop loop, FcmSettings settings, Tls tls, FcmMeters meters) {
    this.bootstrap = bootstrap.clone(loop);
    this.loop = loop;
    this.settings = settings;
    this.tls = tls;
    this.meters = meters;
  }

  /** Whether a send need not wait for a connection here. Thread-safe. */
  boolean isOpen() {
    return open;
  }

  /** As many sends can be in flight here at once. Thread-safe. */
  int streams() {
    return streams;
  }

  /** Sends that are here. Thread-safe. */
  int load() {
    return load.get();
  }

  /** Has a connection ready before a send needs it. Thread-safe. */
  void openAhead() {
    if (!open && System.nanoTime() - failedNanos > REST_NANOS && ahead.compareAndSet(false, true)) {
      execute(() -> {
        if (link == null) {
          connect();
        } else {
          ahead.set(false);
        }
      });
    }
  }

  /** Takes a send unless so many are here already. Thread-safe. */
  boolean offer(FcmSend send, int limit) {
    for (int now = load.get(); now < limit; now = load.get()) {
      if (load.compareAndSet(now, now + 1)) {
        waiting.add(send);
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
      // Closed: whoever is here is told by the send timeout.
    }
  }

  /** Writes what can be written, and flushes once. */
  private void drain() {
    scheduled.set(false);
    while (!waiting.isEmpty()) {
      Http2Link current = link;
      if (current == null) {
        connect();
        break;
      }
      if (!current.canSend()) {
        break;
      }
      FcmSend send = waiting.poll();
      if (send == null || !send.handOver()) {
        load.decrementAndGet();
        continue;
      }
      current.write(send);
    }
    Http2Link written = link;
    if (written != null) {
      written.flush();
    }
  }

  private void connect() {
    if (opening != null) {
      return;
    }
    Http2Link next = new Http2Link(this, settings);
    opening = next;
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
        .addListener(_ -> failed(next, new IOException("closed before it was of use")));
  }

  /** No connection could be had: everybody who waits is told, the next send tries again. */
  private void failed(Http2Link link, Throwable cause) {
    if (!link.equals(opening)) {
      // It was of use, and its end is not that of its successor.
      return;
    }
    opening = null;
    failedNanos = System.nanoTime();
    ahead.set(false);
    for (FcmSend send = waiting.poll(); send != null; send = waiting.poll()) {
      load.decrementAndGet();
      send.notSent(cause);
    }
  }

  /** That connection has become of use. */
  void opened(Http2Link opened, int maxStreams) {
    opening = null;
    link = opened;
    streams = maxStreams;
    open = true;
    ahead.set(false);
    meters.connectionOpened();
    drain();
  }

  /** The server has thought again. */
  void limited(Http2Link limited, int maxStreams) {
    if (limited.equals(link)) {
      streams = maxStreams;
      schedule();
    }
  }

  /** That connection takes no more sends. */
  void retired(Http2Link retired) {
    if (retired.equals(link)) {
      link = null;
      open = false;
      streams = FcmSettings.STREAMS_PER_CONNECTION;
      schedule();
    }
  }

  void closed() {
    meters.connectionClosed();
  }

  /** A stream ended. Before its send is told, since that one's successor comes in that call. */
  void released() {
    load.decrementAndGet();
    if (!waiting.isEmpty()) {
      schedule();
    }
  }

  void close() {
    execute(() -> {
      Http2Link last = link;
      if (last != null) {
        last.close();
      }
    });
  }
}
