package io.chatpush.dispatch.fcm.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP/2 connections to one host: opened as the load asks, at most as many as the settings say,
 * beside those that only end what they began. The first is filled before the next is used, but the
 * next is opened before the first is full, so that no request waits for a handshake. Thread-safe.
 */
public final class Http2Connections implements AutoCloseable {

  /** Fuller than this, the connections that are open get another one. */
  private static final double FULL_ENOUGH = 0.7;

  private final EventLoopGroup loops;
  private final DnsAddressResolverGroup resolver;
  private final int streams;
  private final List<ConnectionSlot> slots = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  /** Opens nothing yet. */
  public Http2Connections(ConnectionSettings settings, Tls tls) {
    streams = settings.streams();
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            Math.min(settings.connections(), Runtime.getRuntime().availableProcessors()),
            new DefaultThreadFactory(settings.name(), true),
            io);
    // The JDK's own would block the event loop, and every request on it.
    resolver =
        new DnsAddressResolverGroup(
            new DnsNameResolverBuilder()
                .datagramChannelType(
                    epoll ? EpollDatagramChannel.class : NioDatagramChannel.class));
    Bootstrap bootstrap =
        new Bootstrap()
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .resolver(resolver)
            .remoteAddress(InetSocketAddress.createUnresolved(settings.host(), settings.port()))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis());
    for (int i = 0; i < settings.connections(); i++) {
      slots.add(new ConnectionSlot(bootstrap, loops.next(), settings, tls, open));
    }
  }

  /**
   * Takes a request, to write it now or as soon as a stream is free.
   *
   * @return false if more requests wait already than are in flight
   */
  public boolean submit(Http2Request request) {
    for (int i = 0; i < slots.size(); i++) {
      ConnectionSlot slot = slots.get(i);
      if (slot.isOpen() && slot.offer(request, slot.streams())) {
        openAhead(i * streams + slot.load());
        return true;
      }
    }
    for (ConnectionSlot slot : slots) {
      if (slot.offer(request, slot.streams())) {
        return true;
      }
    }
    for (ConnectionSlot slot : slots) {
      if (slot.offer(request, 2 * streams)) {
        return true;
      }
    }
    return false;
  }

  /** Opens as many connections as that number of requests at once keeps full enough. */
  public void openAhead(int requests) {
    int needed = 1 + (int) (requests / (FULL_ENOUGH * streams));
    for (int i = 0; i < Math.min(needed, slots.size()); i++) {
      slots.get(i).openAhead();
    }
  }

  /** The number of open connections, those that only end what they began included. */
  public int open() {
    return open.get();
  }

  /** Closes the connections and waits for their threads. Requests on a connection end as lost. */
  @Override
  public void close() {
    slots.forEach(ConnectionSlot::close);
    resolver.close();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
