package io.chatpush.fcm.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection in clear that shows frames as they are and keeps to no limit of streams.
 */
final class Http2Client extends Http2EventAdapter implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
  private final DefaultHttp2Connection connection = new DefaultHttp2Connection(false);
  private final Http2ConnectionHandler handler;
  private final Channel channel;

  /** Completes with the settings of the server. */
  final CompletableFuture<Http2Settings> settings = new CompletableFuture<>();

  /** Completes with the last stream that the server says it will answer. */
  final CompletableFuture<Integer> goAway = new CompletableFuture<>();

  /** Completes when the connection has ended. */
  final CompletableFuture<Void> closed = new CompletableFuture<>();

  /**
   * How a stream ended.
   *
   * @param status 0 if no headers came
   * @param reset the error code of RST_STREAM, null if it ended well
   */
  record Result(int status, String body, @Nullable Long reset) {}

  private static final class Stream {
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final ByteBuf body = Unpooled.buffer();
    private int status;

    void end(@Nullable Long reset) {
      result.complete(new Result(status, body.toString(UTF_8), reset));
    }
  }

  Http2Client(int port) throws Exception {
    connection.addListener(this);
    handler =
        new Http2ConnectionHandlerBuilder()
            .connection(connection)
            .frameListener(this)
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
            .validateHeaders(false)
            .gracefulShutdownTimeoutMillis(0)
            .encoderEnforceMaxConcurrentStreams(false)
            .build();
    channel =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened.pipeline().addLast(handler);
                  }
                })
            .connect("127.0.0.1", port)
            .sync()
            .channel();
    var _ = channel.closeFuture().addListener(done -> closed.complete(null));
    settings.get(10, TimeUnit.SECONDS);
  }

  /** Sends a request and flushes. */
  CompletableFuture<Result> send(String scheme, String path, String bearer, String body) {
    Stream stream = new Stream();
    channel
        .eventLoop()
        .execute(() -> {
          ChannelHandlerContext context = channel.pipeline().context(handler);
          int id = connection.local().incrementAndGetNextStreamId();
          streams.put(id, stream);
          Http2Headers headers =
              new DefaultHttp2Headers()
                  .method("POST")
                  .scheme(scheme)
                  .authority("fcm.googleapis.com")
                  .path(path)
                  .add("authorization", "Bearer " + bearer)
                  .add("content-type", "application/json");
          var _ =
              handler.encoder().writeHeaders(context, id, headers, 0, false, context.newPromise());
          var _ =
              handler
                  .encoder()
                  .writeData(
                      context,
                      id,
                      Unpooled.copiedBuffer(body, UTF_8),
                      0,
                      true,
                      context.newPromise());
          handler.flush(context);
        });
    return stream.result;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings received) {
    // The server is to refuse what is beyond its limit, not this client.
    connection.local().maxActiveStreams(Integer.MAX_VALUE);
    settings.complete(received);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end) {
    onHeadersRead(context, id, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end) {
    Stream stream = requireNonNull(streams.get(id));
    stream.status = Integer.parseInt(headers.status().toString());
    if (end) {
      stream.end(null);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
    int size = data.readableBytes() + padding;
    Stream stream = requireNonNull(streams.get(id));
    stream.body.writeBytes(data);
    if (end) {
      stream.end(null);
    }
    return size;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int id, long errorCode) {
    requireNonNull(streams.get(id)).end(errorCode);
  }

  @Override
  public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
    goAway.complete(lastStreamId);
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
