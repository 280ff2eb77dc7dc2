package io.chatpush.dispatch.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 server that behaves as badly as a test wants. */
final class WildHttp2Server implements AutoCloseable {

  /** A request that waits for what becomes of it; all methods may be called on any thread. */
  record Request(
      ChannelHandlerContext connection,
      Http2FrameStream stream,
      Http2Headers headers,
      String body) {

    void answer(int status, String body, String... headers) {
      DefaultHttp2Headers answer = new DefaultHttp2Headers();
      answer.status(Integer.toString(status)).set("content-type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        answer.set(headers[i], headers[i + 1]);
      }
      var _ = connection.write(new DefaultHttp2HeadersFrame(answer).stream(stream));
      var _ =
          connection.writeAndFlush(
              new DefaultHttp2DataFrame(Unpooled.copiedBuffer(body, UTF_8), true).stream(stream));
    }

    void accept() {
      answer(200, "{\"name\":\"projects/fixture/messages/" + stream.id() + "\"}");
    }

    void answerHalf() {
      Http2Headers answer = new DefaultHttp2Headers().status("200");
      var _ = connection.write(new DefaultHttp2HeadersFrame(answer).stream(stream));
      var _ =
          connection.writeAndFlush(
              new DefaultHttp2DataFrame(Unpooled.copiedBuffer("{\"na", UTF_8), false)
                  .stream(stream));
    }

    void reset(Http2Error error) {
      var _ = connection.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
    }

    /** Says that no stream after the one so many before this was or will be looked at. */
    void goAway(int streamsBefore) {
      int last = Math.max(0, stream.id() - 2 * streamsBefore);
      Http2FrameCodec codec = connection.pipeline().get(Http2FrameCodec.class);
      ChannelHandlerContext context = connection.pipeline().context(codec);
      var _ =
          codec
              .encoder()
              .frameWriter()
              .writeGoAway(
                  context,
                  last,
                  Http2Error.NO_ERROR.code(),
                  Unpooled.EMPTY_BUFFER,
                  context.newPromise());
      context.flush();
    }

    void breakConnection() {
      var _ = connection.close();
    }

    String header(String name) {
      CharSequence value = headers.get(name);
      return value == null ? "" : value.toString();
    }
  }

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Channel listener;
  private final boolean secure;
  private volatile Consumer<Request> behaviour;

  private WildHttp2Server(
      Consumer<Request> behaviour, @Nullable SslContext tls, int maxConcurrentStreams) {
    this.behaviour = behaviour;
    secure = tls != null;
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.incrementAndGet();
                    connections.add(channel);
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    Http2Settings settings =
                        Http2Settings.defaultSettings().maxConcurrentStreams(maxConcurrentStreams);
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
                            new Requests());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  static WildHttp2Server start(Consumer<Request> behaviour) {
    return new WildHttp2Server(behaviour, null, 100);
  }

  static WildHttp2Server start(Consumer<Request> behaviour, int maxConcurrentStreams) {
    return new WildHttp2Server(behaviour, null, maxConcurrentStreams);
  }

  URI uri() {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return URI.create((secure ? "https" : "http") + "://127.0.0.1:" + port);
  }

  void behave(Consumer<Request> next) {
    behaviour = next;
  }

  /** Every request read in full, in order. */
  List<Request> requests() {
    return requests;
  }

  int connectionsAccepted() {
    return accepted.get();
  }

  int connectionsOpen() {
    return connections.size();
  }

  void breakAllConnections() {
    connections.close().syncUninterruptibly();
  }

  /** Takes no more bytes from the connections there are: their peer might as well have vanished. */
  void freezeConnections() {
    // On their own threads: only there does it also take back a read that was already asked for.
    connections.forEach(connection ->
        connection
            .eventLoop()
            .submit(() -> connection.config().setAutoRead(false))
            .syncUninterruptibly());
  }

  /** Tells the connections there are that they may have fewer streams from now on. */
  void limitStreams(int maxConcurrentStreams) {
    Http2Settings fewer = new Http2Settings().maxConcurrentStreams(maxConcurrentStreams);
    connections.forEach(connection ->
        connection.writeAndFlush(new DefaultHttp2SettingsFrame(fewer)).syncUninterruptibly());
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    connections.close().syncUninterruptibly();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private final class Requests extends ChannelInboundHandlerAdapter {

    private final Map<Integer, Http2Headers> headers = new HashMap<>();
    private final Map<Integer, StringBuilder> bodies = new HashMap<>();

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      try {
        if (frame instanceof Http2HeadersFrame head) {
          headers.put(head.stream().id(), head.headers());
          bodies.put(head.stream().id(), new StringBuilder());
        } else if (frame instanceof Http2DataFrame data) {
          int id = data.stream().id();
          StringBuilder body = bodies.get(id);
          Http2Headers head = headers.get(id);
          if (body != null && head != null) {
            body.append(data.content().toString(UTF_8));
            if (data.isEndStream()) {
              Request request = new Request(context, data.stream(), head, body.toString());
              requests.add(request);
              behaviour.accept(request);
            }
          }
        }
      } finally {
        ReferenceCountUtil.release(frame);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
