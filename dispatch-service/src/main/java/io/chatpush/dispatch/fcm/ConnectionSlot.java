package io.chatpush.dispatch.fcm;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Room for one connection, and the sends that are on it or wait for it. A connection that is going
 * away gives up its place at once and ends what it began; the next is opened when there is
 * something to send. Everything but {@link #offer} happens on one event loop.
 */
final class ConnectionSlot {

  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final FcmSettings settings;
  private final Tls tls;
  private final FcmMeters meters;

  private final Queue<FcmSend> waiting = PlatformDependent.newMpscQueue();
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile int streams = FcmSettings.STREAMS_PER_CONNECTION;

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

  /** As many sends can be in flight here at once. */
  int streams() {
    return streams;
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
      try {
        loop.execute(this::drain);
      } catch (RejectedExecutionException e) {
        // Closed: whoever is here is told by the send timeout.
        scheduled.set(false);
      }
    }
  }

  /** Writes what can be written, and flushes once. */
  private void drain() {
    scheduled.set(false);
    while (!waiting.isEmpty()) {
      Http2Link open = link;
      if (open == null) {
        connect();
        break;
      }
      if (!open.canSend()) {
        break;
      }
      FcmSend send = waiting.poll();
      if (send == null || !send.handOver()) {
        load.decrementAndGet();
        continue;
      }
      open.write(send);
    }
    Http2Link open = link;
    if (open != null) {
      open.flush();
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
    for (FcmSend send = waiting.poll(); send != null; send = waiting.poll()) {
      load.decrementAndGet();
      send.notSent(cause);
    }
  }

  void opened(Http2Link opened, int maxStreams) {
    opening = null;
    link = opened;
    streams = Math.min(maxStreams, FcmSettings.STREAMS_PER_CONNECTION);
    meters.connectionOpened();
    drain();
  }

  /** That connection takes no more sends. */
  void retired(Http2Link retired) {
    if (link != null && link.equals(retired)) {
      link = null;
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
    loop.execute(() -> {
      Http2Link open = link;
      if (open != null) {
        open.close();
      }
    });
  }
}
