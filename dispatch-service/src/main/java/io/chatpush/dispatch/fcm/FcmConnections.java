package io.chatpush.dispatch.fcm;

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

/**
 * The HTTP/2 connections to FCM: opened as load asks, at most as many as the settings say, beside
 * those that only end what they began. The first is filled before the next is used, but the next is
 * opened before the first is full, so that no send waits for a handshake. Thread-safe.
 */
final class FcmConnections implements AutoCloseable {

  /** Fuller than this, the connections that are open get another one. */
  private static final double FULL_ENOUGH = 0.7;

  private final EventLoopGroup loops;
  private final DnsAddressResolverGroup resolver;
  private final List<ConnectionSlot> slots = new ArrayList<>();

  FcmConnections(FcmSettings settings, Tls tls, FcmMeters meters) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            Math.min(settings.connections(), Runtime.getRuntime().availableProcessors()),
            new DefaultThreadFactory("fcm", true),
            io);
    // The JDK's own would block the event loop, and every send on it.
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
      slots.add(new ConnectionSlot(bootstrap, loops.next(), settings, tls, meters));
    }
  }

  /**
   * Takes a send, now or as soon as a stream is free.
   *
   * @return false if more wait already than are in flight
   */
  boolean submit(FcmSend send) {
    for (int i = 0; i < slots.size(); i++) {
      ConnectionSlot slot = slots.get(i);
      if (slot.isOpen() && slot.offer(send, slot.streams())) {
        openAhead(i * FcmSettings.STREAMS_PER_CONNECTION + slot.load());
        return true;
      }
    }
    for (ConnectionSlot slot : slots) {
      if (slot.offer(send, slot.streams())) {
        return true;
      }
    }
    for (ConnectionSlot slot : slots) {
      if (slot.offer(send, 2 * FcmSettings.STREAMS_PER_CONNECTION)) {
        return true;
      }
    }
    return false;
  }

  /** Opens as many connections as so many sends at once keep full enough. */
  void openAhead(int sends) {
    int needed = 1 + (int) (sends / (FULL_ENOUGH * FcmSettings.STREAMS_PER_CONNECTION));
    for (int i = 0; i < Math.min(needed, slots.size()); i++) {
      slots.get(i).openAhead();
    }
  }

  @Override
  public void close() {
    slots.forEach(ConnectionSlot::close);
    resolver.close();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
