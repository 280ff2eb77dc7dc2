package io.chatpush.fcm.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one HTTP/2 connection. It listens to frames directly: a channel for each stream,
 * as Netty's multiplexer makes them, would cost more than everything else the simulator does.
 */
final class Http2Requests extends Http2EventAdapter {

  private final Http2ConnectionHandler connection;
  private final Http2Connection.PropertyKey exchangeKey;
  private final HttpServer server;
  private final boolean inClear;
  private final TickWheel wheel;
  private @Nullable ChannelHandlerContext context;
  private boolean flushPending;
  private boolean limited;
  private boolean goingAway;
  private long requests;
  private final long openedAt;

  Http2Requests(
      Http2ConnectionHandler connection, HttpServer server, boolean inClear, TickWheel wheel) {
    this.connection = connection;
    this.exchangeKey = connection.connection().newKey();
    this.server = server;
    this.inClear = inClear;
    this.wheel = wheel;
    this.openedAt = System.nanoTime();
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    Http2Connection http2 = connection.connection();
    int more = HttpServer.WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    http2.local().flowController().incrementWindowSize(http2.connectionStream(), more);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) {
    limited = true;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream) {
    onHeadersRead(ctx, streamId, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream) {
    context = ctx;
    if (isBeyondLimit()) {
      server.refused();
      reset(streamId, Http2Error.REFUSED_STREAM.code());
      return;
    }
    Http2Stream stream = connection.connection().stream(streamId);
    Http2Exchange exchange = stream.getProperty(exchangeKey);
    if (exchange == null) {
      exchange = new Http2Exchange(this, stream, headers);
      stream.setProperty(exchangeKey, exchange);
    }
    if (endOfStream) {
      // Trailers, or a request without a body.
      exchange.complete(Unpooled.EMPTY_BUFFER);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    int size = data.readableBytes() + padding;
    Http2Exchange exchange = connection.connection().stream(streamId).getProperty(exchangeKey);
    if (exchange != null) {
      if (endOfStream) {
        exchange.complete(data);
      } else {
        exchange.append(data);
      }
    }
    return size;
  }

  /** Hands a complete request on, and ends the connection if this was its last. */
  void handle(Http2Exchange exchange, ByteBuf body) {
    requests++;
    server.handle(exchange, body);
    if (!goingAway && server.connectionLimit().reached(requests, System.nanoTime() - openedAt)) {
      goingAway = true;
      server.goAway(context());
    }
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    Http2Exchange exchange = stream.getProperty(exchangeKey);
    if (exchange != null) {
      exchange.closed();
    }
  }

  /**
   * Whether the newest stream is one too many. Netty would tell, but then takes the body of the
   * stream it has refused for an error of the whole connection. So it is told of no limit.
   */
  private boolean isBeyondLimit() {
    Http2Connection.Endpoint<?> client = connection.connection().remote();
    if (client.maxActiveStreams() != Integer.MAX_VALUE) {
      client.maxActiveStreams(Integer.MAX_VALUE);
    }
    return limited && client.numActiveStreams() > HttpServer.MAX_CONCURRENT_STREAMS;
  }

  Http2ConnectionHandler connection() {
    return connection;
  }

  ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("no request was read yet");
    }
    return context;
  }

  HttpServer server() {
    return server;
  }

  boolean inClear() {
    return inClear;
  }

  TickWheel wheel() {
    return wheel;
  }

  /** Flushes once, after everything that is due in this tick was written. */
  void flushSoon() {
    if (!flushPending) {
      flushPending = true;
      wheel.afterTick(this::flush);
    }
  }

  void flush() {
    flushPending = false;
    connection.flush(context());
  }

  void reset(int streamId, long error) {
    var _ = connection.resetStream(context(), streamId, error, context().newPromise());
  }
}
