package io.chatpush.http;

import io.chatpush.http.HttpMeters.Reason;
import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All connections of a service's HTTP servers, and the two limits that they share: how many they
 * are, and how many bytes their clients have not read. Safe for use by several threads.
 */
public final class HttpConnections {

  /** How far unread bytes may exceed their limit until slow readers are reset. */
  private static final int BURST = 2;

  private final HttpProperties limits;
  private final HttpMeters meters;
  private final Set<ConnectionGuard> guards = ConcurrentHashMap.newKeySet();
  private final AtomicLong unread = new AtomicLong();

  /** Whether a reset is on its way: until it has freed its bytes, no other client is reset. */
  private final AtomicBoolean resetting = new AtomicBoolean();

  HttpConnections(HttpProperties limits, HttpMeters meters) {
    this.limits = limits;
    this.meters = meters;
    meters.watch(this);
  }

  /** Guards a new connection whose pipeline is complete, until it closes. */
  void opened(Channel channel) {
    if (guards.size() >= limits.maxConnections()) {
      ConnectionGuard idle = longest(ConnectionGuard::idleSince);
      meters.closed(Reason.CONNECTIONS);
      if (idle == null) {
        var _ = channel.close();
        return;
      }
      guards.remove(idle);
      idle.close();
    }
    ConnectionGuard guard = new ConnectionGuard(channel, this);
    guards.add(guard);
    guard.begin();
    channel
        .closeFuture()
        .addListener(_ -> {
          guards.remove(guard);
          guard.end();
        });
  }

  HttpProperties limits() {
    return limits;
  }

  int open() {
    return guards.size();
  }

  long unread() {
    return unread.get();
  }

  void closed(Reason reason) {
    meters.closed(reason);
  }

  /**
   * Returns whether so many bytes more may be unread for a moment. Slow readers are reset on their
   * own event loops, behind the answers that wait there: where hundreds of large answers begin at
   * once, resets would come too late to keep the memory free, and an event loop that waits for
   * memory holds up all its connections.
   */
  boolean admits(long bytes) {
    return unread.get() + bytes <= BURST * limits.unreadLimit().toBytes();
  }

  /** Counts bytes that are to be read, and resets the slowest reader where they are too many. */
  void written(long bytes) {
    unread.addAndGet(bytes);
    resetWhereTooMany();
  }

  private void resetWhereTooMany() {
    if (unread.get() > limits.unreadLimit().toBytes() && resetting.compareAndSet(false, true)) {
      ConnectionGuard slowest = longest(ConnectionGuard::behindSince);
      if (slowest == null) {
        resetting.set(false);
      } else {
        slowest.shed(() -> {
          resetting.set(false);
          resetWhereTooMany();
        });
      }
    }
  }

  /** Counts bytes that were read, or never will be. */
  void settled(long bytes) {
    unread.addAndGet(-bytes);
  }

  private @Nullable ConnectionGuard longest(ToLongFunction<ConnectionGuard> since) {
    long now = System.nanoTime();
    long longest = -1;
    ConnectionGuard found = null;
    for (ConnectionGuard guard : guards) {
      long at = since.applyAsLong(guard);
      if (at != ConnectionGuard.NEVER && now - at > longest) {
        longest = now - at;
        found = guard;
      }
    }
    return found;
  }
}
