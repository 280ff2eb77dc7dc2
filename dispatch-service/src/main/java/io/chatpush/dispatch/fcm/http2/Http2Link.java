package io.chatpush.dispatch.fcm.http2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection. Whatever ends a stream, its request is told exactly once: Netty closes
 * every stream of a connection that ends, and {@link #onStreamClosed} is where requests are told.
 *
 * <pre>
 *     «start»
 *        │
 *        ▼
 *   CONNECTING ────┐
 *        │ 1       │
 *        ▼         │
 *      OPEN        │
 *        │ 2       │ 4
 *        ▼         │
 *     RETIRED      │
 *        │ 3       │
 *        ▼         │
 *     «closed» ◀───┘
 * </pre>
 *
 * <ol>
 *   <li>{@link #onSettingsRead}: the server's SETTINGS have arrived, the slot may {@link #write}.
 *   <li>{@link #retire}: no request is written any more, those on their streams are still answered.
 *       The reasons are GOAWAY ({@link #onGoAwayRead}), a PING without an answer ({@link #ping}), a
 *       request that gave up while no other one was answered ({@link #abandoned}), a connection
 *       that was {@link #idle} for too long, stream ids that are used up ({@link #write}), and the
 *       end of the connection ({@link #ended}).
 *   <li>{@link #close}: the last stream ended, or the PING had no answer. Streams that are still
 *       open are lost.
 *   <li>The connection could not be opened, or no SETTINGS came in time ({@link #connected}). The
 *       slot listens to the channel for this.
 * </ol>
 *
 * <p>{@code opened} is true from edge 1 on, {@code retired} from edge 2 on.
 *
 * <p>All methods run on the connection's event loop and all fields belong to it, but {@link
 * Exchange#abandon}, which any thread may call: it reads {@code context}, which is set before the
 * request is told the exchange.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#name-request-reliability">RFC 9113, 8.7</a>
 */
final class Http2Link extends Http2EventAdapter {

  /** A response that is longer is not read: its stream is reset. */
  private static final int LONGEST_ANSWER = 64 * 1024;

  private final ConnectionSlot slot;
  private final ConnectionSettings settings;
  private final Http2Connection connection = new DefaultHttp2Connection(false);
  private final Http2Connection.PropertyKey exchangeKey = connection.newKey();
  private final Http2ConnectionHandler handler;

  private @Nullable ChannelHandlerContext context;
  private boolean opened;
  private boolean retired;
  private int lastStreamLookedAt = Integer.MAX_VALUE;
  private boolean pinging;
  private long lastReadNanos = System.nanoTime();
  private long lastAnswerNanos = System.nanoTime();

  /** One request on one stream. */
  private final class Exchange implements Http2Request.Exchange {

    private final Http2Request request;
    private final int streamId;
    private int status;
    private @Nullable String retryAfter;
    private @Nullable ByteBuf body;
    private boolean complete;
    private boolean refused;
    private boolean ended;

    private Exchange(Http2Request request, int streamId) {
      this.request = request;
      this.streamId = streamId;
    }

    /**
     * Resets the stream. A connection that answered no request for half of the time that a request
     * has takes no more of them, and closes when the last one has given up: another connection may
     * lead to a server that works.
     */
    @Override
    public void abandon() {
      ChannelHandlerContext at = context;
      if (at != null) {
        at.executor().execute(() -> abandoned(this));
      }
    }

    private void append(ByteBuf data) {
      ByteBuf soFar = body;
      if (soFar == null) {
        soFar = Unpooled.buffer(data.readableBytes());
        body = soFar;
      }
      soFar.writeBytes(data);
    }

    private void answered() {
      request.answered(status, retryAfter, body == null ? "" : body.toString(UTF_8));
    }
  }

  Http2Link(ConnectionSlot slot, ConnectionSettings settings) {
    this.slot = slot;
    this.settings = settings;
    connection.addListener(this);
    handler =
        new Http2ConnectionHandlerBuilder()
            .connection(connection)
            .frameListener(this)
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
            .gracefulShutdownTimeoutMillis(0)
            .build();
  }

  ChannelHandler initializer(Tls tls) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        tls.secure(channel, settings);
        channel
            .pipeline()
            .addLast(
                new IdleStateHandler(
                    settings.pingAfter().toMillis(),
                    0,
                    settings.maxIdleTime().toMillis(),
                    TimeUnit.MILLISECONDS))
            .addLast(handler)
            .addLast(new LinkEvents(Http2Link.this));
        context = channel.pipeline().context(handler);
      }
    };
  }

  /** The bytes flow: settings must follow soon. */
  void connected() {
    ChannelHandlerContext at = at();
    var _ =
        at.executor()
            .schedule(
                () -> {
                  if (!opened) {
                    var _ = at.close();
                  }
                },
                2 * settings.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  boolean canSend() {
    return !retired && connection.local().canOpenStream();
  }

  void write(Http2Request request) {
    int streamId = connection.local().incrementAndGetNextStreamId();
    Exchange exchange = new Exchange(request, streamId);
    request.begun(exchange);
    if (streamId < 0) {
      // Two to the thirty requests are all that one connection has.
      exchange.refused = true;
      end(exchange);
      retire();
      return;
    }
    ChannelHandlerContext at = at();
    var _ =
        handler.encoder().writeHeaders(at, streamId, request.headers(), 0, false, at.newPromise());
    Http2Stream stream = connection.stream(streamId);
    if (stream == null) {
      end(exchange);
      return;
    }
    stream.setProperty(exchangeKey, exchange);
    ByteBuf body = Unpooled.wrappedBuffer(request.body());
    var _ = handler.encoder().writeData(at, streamId, body, 0, true, at.newPromise());
    if (System.nanoTime() - lastReadNanos > settings.pingAfter().toNanos()) {
      ping();
    }
  }

  void flush() {
    handler.flush(at());
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings read) {
    Long maxStreams = read.maxConcurrentStreams();
    if (!opened) {
      opened = true;
      slot.opened(this, maxStreams == null ? settings.streams() : streams(maxStreams));
    } else if (maxStreams != null) {
      slot.limited(this, streams(maxStreams));
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
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
    Exchange exchange = exchange(streamId);
    if (exchange == null) {
      return;
    }
    CharSequence status = headers.status();
    if (status != null) {
      exchange.status = Integer.parseInt(status, 0, status.length(), 10);
      CharSequence retryAfter = headers.get(HttpHeaderNames.RETRY_AFTER);
      exchange.retryAfter = retryAfter == null ? null : retryAfter.toString();
    }
    exchange.complete = endOfStream;
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    int bytes = data.readableBytes() + padding;
    Exchange exchange = exchange(streamId);
    if (exchange != null) {
      exchange.append(data);
      exchange.complete = endOfStream;
      if (exchange.body != null && exchange.body.readableBytes() > LONGEST_ANSWER) {
        reset(exchange);
      }
    }
    return bytes;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    Exchange exchange = exchange(streamId);
    if (exchange != null) {
      exchange.refused = errorCode == Http2Error.REFUSED_STREAM.code();
    }
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
    lastStreamLookedAt = Math.min(lastStreamLookedAt, lastStreamId);
    retire();
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    if (stream.getProperty(exchangeKey) instanceof Exchange exchange) {
      end(exchange);
    }
    if (retired && connection.numActiveStreams() == 0) {
      close();
    }
  }

  /** Something arrived, whatever it was. */
  void heard() {
    lastReadNanos = System.nanoTime();
  }

  /** Nothing was received for a while. */
  void silent() {
    if (connection.numActiveStreams() > 0) {
      ping();
    }
  }

  /** Nothing was sent or received for as long as a connection may be idle. */
  void idle() {
    if (connection.numActiveStreams() == 0) {
      retire();
    }
  }

  /**
   * Asks for a sign of life. A peer that vanished without a word (a NAT that forgot, a host that
   * lost power) would take every request until TCP gives up, after a quarter of an hour.
   */
  private void ping() {
    if (pinging) {
      return;
    }
    pinging = true;
    ChannelHandlerContext at = at();
    long sentNanos = System.nanoTime();
    var _ = handler.encoder().writePing(at, false, sentNanos, at.newPromise());
    at.flush();
    var _ =
        at.executor()
            .schedule(
                () -> {
                  pinging = false;
                  if (lastReadNanos - sentNanos < 0) {
                    retire();
                    close();
                  }
                },
                settings.pingAfter().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  void ended() {
    retire();
    if (opened) {
      slot.closed();
    }
  }

  void close() {
    var _ = at().close();
  }

  private void end(Exchange exchange) {
    if (exchange.ended) {
      return;
    }
    exchange.ended = true;
    slot.released();
    if (exchange.complete && exchange.status >= 200) {
      lastAnswerNanos = System.nanoTime();
      exchange.answered();
    } else {
      exchange.request.lost(exchange.refused || exchange.streamId > lastStreamLookedAt);
    }
  }

  private void abandoned(Exchange exchange) {
    if (exchange.ended) {
      return;
    }
    if (System.nanoTime() - lastAnswerNanos > settings.responseTimeout().toNanos() / 2) {
      retire();
    }
    reset(exchange);
  }

  private void reset(Exchange exchange) {
    ChannelHandlerContext at = at();
    var _ = handler.resetStream(at, exchange.streamId, Http2Error.CANCEL.code(), at.newPromise());
    at.flush();
  }

  private void retire() {
    if (!retired) {
      retired = true;
      slot.retired(this);
      if (connection.numActiveStreams() == 0) {
        close();
      }
    }
  }

  private int streams(long maxStreams) {
    return (int) Math.min(maxStreams, settings.streams());
  }

  private @Nullable Exchange exchange(int streamId) {
    Http2Stream stream = connection.stream(streamId);
    return stream == null ? null : stream.getProperty(exchangeKey);
  }

  private ChannelHandlerContext at() {
    ChannelHandlerContext at = context;
    if (at == null) {
      throw new IllegalStateException("not connected");
    }
    return at;
  }
}
