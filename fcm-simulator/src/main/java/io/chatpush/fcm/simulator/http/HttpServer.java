package io.chatpush.fcm.simulator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Two ports: one in clear that speaks HTTP/1.1 and HTTP/2 with prior knowledge, and one with TLS
 * that negotiates either by ALPN. Safe for use by several threads.
 */
public final class HttpServer implements AutoCloseable {

  /** What Google's servers allow, and firebase-admin for Node and every HTTP/2 client counts on. */
  public static final int MAX_CONCURRENT_STREAMS = 100;

  /** Far above any message FCM takes, so that what is too large is FCM's own answer. */
  static final int MAX_BODY = 1 << 20;

  /** From GOAWAY until no stream is taken any more: far above a round trip. */
  private static final long FAREWELL_MILLIS = 500;

  static final Reply TOO_LARGE = Reply.text(413, "The request is larger than 1 MiB.\n");

  /** Large enough that no client with 100 streams waits for WINDOW_UPDATE. */
  static final int WINDOW = 1 << 20;

  private final MultiThreadIoEventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Map<EventLoop, TickWheel> wheels = new ConcurrentHashMap<>();
  private final RequestHandler handler;
  private final SslContext tls;
  private final Channel clearPort;
  private final Channel tlsPort;
  private volatile ConnectionLimit connectionLimit = new ConnectionLimit.None();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refusedStreams = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder goAways = new LongAdder();

  /**
   * Listens at once.
   *
   * @param clear port 0 takes any free one
   * @param threads event loops, at least 1
   * @throws IllegalStateException if a port is taken, naming it
   */
  public HttpServer(
      InetSocketAddress clear,
      InetSocketAddress secure,
      SslContext tls,
      int threads,
      RequestHandler handler) {
    this.handler = handler;
    this.tls = tls;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("fcm-simulator", true), NioIoHandler.newFactory());
    try {
      this.clearPort = listen(clear, true);
      this.tlsPort = listen(secure, false);
    } catch (RuntimeException e) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    }
  }

  public InetSocketAddress clearAddress() {
    return (InetSocketAddress) clearPort.localAddress();
  }

  public InetSocketAddress tlsAddress() {
    return (InetSocketAddress) tlsPort.localAddress();
  }

  /** TCP connections open now, including those that ask for this. */
  public int openConnections() {
    return connections.size();
  }

  public long acceptedConnections() {
    return accepted.sum();
  }

  /** Answers that came due when their client had gone or had reset the stream. */
  public long abandonedAnswers() {
    return abandoned.sum();
  }

  /** Streams beyond the hundredth of their connection. */
  public long refusedStreams() {
    return refusedStreams.sum();
  }

  public long sentGoAways() {
    return goAways.sum();
  }

  /** Limits every HTTP/2 connection, those open now as well. */
  public void connectionLimit(ConnectionLimit limit) {
    connectionLimit = limit;
  }

  public ConnectionLimit connectionLimit() {
    return connectionLimit;
  }

  /** Sends GOAWAY on every HTTP/2 connection open now. What is in flight on them is answered. */
  public void goAwayEverywhere() {
    for (Channel channel : connections) {
      ChannelHandlerContext context = channel.pipeline().context(Http2ConnectionHandler.class);
      if (context != null) {
        context.executor().execute(() -> goAway(context));
      }
    }
  }

  @Override
  public void close() {
    clearPort.close().syncUninterruptibly();
    tlsPort.close().syncUninterruptibly();
    for (Channel channel : connections) {
      channel.eventLoop().execute(() -> channel.unsafe().closeForcibly());
    }
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  void handle(Exchange exchange, ByteBuf body) {
    handler.handle(exchange, body);
  }

  void refused() {
    refusedStreams.increment();
  }

  void abandoned() {
    abandoned.increment();
  }

  /**
   * As Google's servers do it (RFC 9113, 6.8): streams that are on their way when the client hears
   * of it are still answered. Netty would take their bodies for an error of the whole connection.
   */
  void goAway(ChannelHandlerContext context) {
    goAways.increment();
    if (context.handler() instanceof Http2ConnectionHandler http2) {
      var _ =
          http2.goAway(
              context,
              Integer.MAX_VALUE,
              Http2Error.NO_ERROR.code(),
              Unpooled.EMPTY_BUFFER,
              context.newPromise());
      context.flush();
    }
    // Netty's handler waits for the open streams and then ends the connection.
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  var _ = context.channel().close();
                },
                FAREWELL_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  void speakHttp2(ChannelPipeline pipeline, boolean inClear) {
    Http2Connection connection = new DefaultHttp2Connection(true);
    // Nobody weighs streams here, and the default distributor keeps a tree of them.
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    Http2ConnectionHandler http2 =
        new Http2ConnectionHandlerBuilder()
            .connection(connection)
            .frameListener(new Http2FrameAdapter())
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(MAX_CONCURRENT_STREAMS)
                    .initialWindowSize(WINDOW))
            .validateHeaders(false)
            // Clients that give up and streams that are reset are what this server is there for.
            .decoderEnforceMaxRstFramesPerWindow(0, 0)
            .encoderEnforceMaxRstFramesPerWindow(0, 0)
            .build();
    Http2Requests requests =
        new Http2Requests(http2, this, inClear, wheel(pipeline.channel().eventLoop()));
    connection.addListener(requests);
    http2.decoder().frameListener(requests);
    pipeline.addLast(http2);
  }

  void speakHttp1(ChannelPipeline pipeline, boolean inClear) {
    pipeline.addLast(
        new HttpServerCodec(),
        new HttpObjectAggregator(MAX_BODY),
        new Http1Requests(this, inClear, wheel(pipeline.channel().eventLoop())));
  }

  private TickWheel wheel(EventLoop loop) {
    return wheels.computeIfAbsent(loop, TickWheel::new);
  }

  private Channel listen(InetSocketAddress address, boolean inClear) {
    var started =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    open(channel, inClear);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!started.isSuccess()) {
      throw new IllegalStateException(
          "cannot listen on " + address.getHostString() + ":" + address.getPort(), started.cause());
    }
    return started.channel();
  }

  private void open(Channel channel, boolean inClear) {
    accepted.increment();
    connections.add(channel);
    if (inClear) {
      channel.pipeline().addLast(new ProtocolDetector(this));
    } else {
      channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Negotiated());
    }
  }

  private final class Negotiated extends ApplicationProtocolNegotiationHandler {

    Negotiated() {
      super(ApplicationProtocolNames.HTTP_1_1);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        speakHttp2(context.pipeline(), false);
      } else {
        speakHttp1(context.pipeline(), false);
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
      // A client that does not trust the certificate: it says so itself.
      var _ = context.close();
    }
  }
}
