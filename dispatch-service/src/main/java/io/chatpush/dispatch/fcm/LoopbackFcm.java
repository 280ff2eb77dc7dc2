package io.chatpush.dispatch.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts everything, in this process, without TLS: what sends can be rehearsed on that must reach
 * nobody.
 */
final class LoopbackFcm implements AutoCloseable {

  private static final ByteBuf ANSWER =
      Unpooled.unreleasableBuffer(
          Unpooled.wrappedBuffer(
              "{\n  \"name\": \"projects/rehearsal/messages/0:0%0\"\n}\n".getBytes(UTF_8)));

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("fcm-rehearsal", true), NioIoHandler.newFactory());
  private final Channel listener;

  LoopbackFcm() {
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  URI uri() {
    InetSocketAddress address = (InetSocketAddress) listener.localAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  @Override
  public void close() {
    var _ = listener.close();
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static Http2ConnectionHandler handler() {
    Answers answers = new Answers();
    Http2ConnectionHandler handler =
        new Http2ConnectionHandlerBuilder()
            .server(true)
            .frameListener(answers)
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(FcmSettings.STREAMS_PER_CONNECTION))
            .build();
    answers.handler = handler;
    return handler;
  }

  private static final class Answers extends Http2FrameAdapter {

    private @Nullable Http2ConnectionHandler handler;

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean end) {
      Http2ConnectionHandler to = handler;
      if (end && to != null) {
        var _ =
            to.encoder()
                .writeHeaders(
                    context,
                    streamId,
                    new DefaultHttp2Headers().status("200"),
                    0,
                    false,
                    context.newPromise());
        var _ =
            to.encoder()
                .writeData(context, streamId, ANSWER.duplicate(), 0, true, context.newPromise());
      }
      return data.readableBytes() + padding;
    }
  }
}
