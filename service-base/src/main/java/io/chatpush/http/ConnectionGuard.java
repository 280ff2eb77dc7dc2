package io.chatpush.http;

import io.chatpush.http.HttpMeters.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Watches one HTTP/1.1 connection, and closes it where its client is too slow. What the client
 * sends and what it reads are watched apart from each other.
 *
 * <pre>
 *              first byte            request                end of the body
 *   BETWEEN ───────────────▶ HEADERS ───────▶ BODY ───────────────────────────▶ BETWEEN
 *                               │              │ │ end of the answer               ▲
 *                header-timeout │ body-timeout │ ▼          end of the body        │
 *                               ▼              │ REST ─────────────────────────────┘
 *                             closed ◀─────────┴──┘ body-timeout
 *
 *              bytes written            none unread
 *   UP TO DATE ─────────────▶ BEHIND ─────────────▶ UP TO DATE
 *                               │ answer-timeout, or the limit of all connections
 *                               ▼
 *                             reset
 * </pre>
 *
 * HEADERS and REST have a limit in all. BODY and BEHIND have one for each period of their limit, in
 * which a least number of bytes must move, so that a long import or export goes on while it
 * progresses. In BODY only the time counts in which the service wants to read: a service that is
 * itself slow stops reading. A connection in BETWEEN is closed by Reactor Netty's idle timeout. Of
 * a request that comes before the answer to the one before it, the headers have no limit until more
 * of it comes after that answer.
 *
 * <p>All of it happens on the event loop of the connection, except what {@link HttpConnections}
 * asks for. There is one timer at most, and none for requests that come at once.
 */
final class ConnectionGuard {

  /** No time: {@link System#nanoTime()} is this once in 292 years. */
  static final long NEVER = Long.MIN_VALUE;

  private static final byte[] TIMEOUT_PROBLEM =
      ("{\"type\":\"urn:chatpush:problem:request-timeout\","
              + "\"title\":\"The request took too long\",\"status\":408,"
              + "\"detail\":\"The headers or the body of the request came too slowly; the connection"
              + " is closed.\"}")
          .getBytes(StandardCharsets.UTF_8);

  private enum Reading {
    BETWEEN,
    HEADERS,
    BODY,
    REST
  }

  private final Channel channel;
  private final HttpConnections connections;
  private final long headerTimeout;
  private final long bodyTimeout;
  private final long leastOfBody;
  private final long answerTimeout;
  private final long leastOfAnswer;
  private final Messages messages = new Messages();

  private Reading reading = Reading.BETWEEN;
  private long readingSince;
  private long bodyBytes;

  /** How long the service did not want to read in this period of BODY, and since when it does. */
  private long paused;

  private long pausedSince = NEVER;

  private long requests;
  private long answersBegun;
  private long answersEnded;

  private long unread;
  private long sent;
  private long periodSince;
  private long sentBefore;

  private @Nullable Future<?> timer;
  private long timerAt;
  private boolean closing;

  private volatile long idleSince;
  private volatile long behindSince = NEVER;

  ConnectionGuard(Channel channel, HttpConnections connections) {
    this.channel = channel;
    this.connections = connections;
    HttpProperties limits = connections.limits();
    this.headerTimeout = limits.headerTimeout().toNanos();
    this.bodyTimeout = limits.bodyTimeout().toNanos();
    this.leastOfBody = limits.leastBytes(limits.bodyTimeout());
    this.answerTimeout = limits.answerTimeout().toNanos();
    this.leastOfAnswer = limits.leastBytes(limits.answerTimeout());
    this.idleSince = System.nanoTime();
  }

  /** Takes its places in the pipeline: beside the wire, and on both sides of the codec. */
  void begin() {
    channel
        .pipeline()
        .addFirst("chatpush.wire", new Wire())
        .addBefore(NettyPipeline.HttpCodec, "chatpush.arrivals", new Arrivals())
        .addAfter(NettyPipeline.HttpCodec, "chatpush.messages", messages);
  }

  /** Frees the timer, once the connection is closed. */
  void end() {
    Future<?> waiting = timer;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  /** Since when no request is open, or {@link #NEVER}. Any thread. */
  long idleSince() {
    return idleSince;
  }

  /** Since when the client has had something to read without a break, or {@link #NEVER}. */
  long behindSince() {
    return behindSince;
  }

  /** Closes it to make place for others. Any thread. */
  void close() {
    var _ = channel.close();
  }

  /**
   * Resets it to free what its client does not read. Any thread.
   *
   * @param done called when that has happened
   */
  void shed(Runnable done) {
    behindSince = NEVER;
    channel
        .eventLoop()
        .execute(() -> {
          try {
            reset(Reason.UNREAD);
          } finally {
            done.run();
          }
        });
  }

  private void check() {
    timer = null;
    if (closing || !channel.isActive()) {
      return;
    }
    long now = System.nanoTime();
    switch (reading) {
      case HEADERS -> {
        if (now - readingSince >= headerTimeout) {
          tooSlow(Reason.HEADERS);
        }
      }
      case BODY -> checkBody(now);
      case REST -> {
        if (now - readingSince >= bodyTimeout) {
          tooSlow(Reason.BODY);
        }
      }
      case BETWEEN -> {}
    }
    if (unread > 0 && now - periodSince >= answerTimeout) {
      long progress = progress();
      if (progress - sentBefore < leastOfAnswer) {
        reset(Reason.ANSWER);
      }
      periodSince = now;
      sentBefore = progress;
    }
    arm();
  }

  private void checkBody(long now) {
    if (now - readingSince - pausedUntil(now) < bodyTimeout) {
      return;
    }
    if (bodyBytes < leastOfBody) {
      tooSlow(Reason.BODY);
    }
    beginBodyPeriod(now);
  }

  private void beginBodyPeriod(long now) {
    readingSince = now;
    bodyBytes = 0;
    paused = 0;
    if (pausedSince != NEVER) {
      pausedSince = now;
    }
  }

  private long pausedUntil(long now) {
    return pausedSince == NEVER ? paused : paused + now - pausedSince;
  }

  /** Sees to it that {@link #check} comes when the next limit is reached. */
  private void arm() {
    if (closing || !channel.isActive()) {
      return;
    }
    long now = System.nanoTime();
    long wait = Long.MAX_VALUE;
    switch (reading) {
      case HEADERS -> wait = readingSince + headerTimeout - now;
      case BODY -> wait = readingSince + pausedUntil(now) + bodyTimeout - now;
      case REST -> wait = readingSince + bodyTimeout - now;
      case BETWEEN -> {}
    }
    if (unread > 0) {
      wait = Math.min(wait, periodSince + answerTimeout - now);
    }
    if (wait == Long.MAX_VALUE) {
      return;
    }
    Future<?> waiting = timer;
    if (waiting != null) {
      if (timerAt - now <= wait) {
        return;
      }
      waiting.cancel(false);
    }
    timerAt = now + wait;
    timer = channel.eventLoop().schedule(this::check, Math.max(wait, 1), TimeUnit.NANOSECONDS);
  }

  private void tooSlow(Reason reason) {
    if (closing) {
      return;
    }
    closing = true;
    connections.closed(reason);
    boolean unanswered =
        answersBegun == answersEnded
            && answersEnded == (reading == Reading.HEADERS ? requests : requests - 1);
    if (unanswered) {
      messages.sayTimeout();
    } else {
      var _ = channel.close();
    }
  }

  /** With a reset instead of an end, so that the operating system frees what was not read. */
  private void reset(Reason reason) {
    if (closing || !channel.isActive()) {
      return;
    }
    closing = true;
    connections.closed(reason);
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException _) {
      // The socket is closed already, and the channel will notice.
    }
    var _ = channel.close();
  }

  /** Bytes that the operating system has taken, in all. */
  private long progress() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? sent : sent + waiting.currentProgress();
  }

  private void took(long bytes) {
    if (unread == 0) {
      periodSince = System.nanoTime();
      sentBefore = progress();
      behindSince = periodSince;
    }
    unread += bytes;
    connections.written(bytes);
  }

  private void settled(long bytes, boolean success) {
    unread -= bytes;
    if (success) {
      sent += bytes;
    }
    if (unread == 0) {
      behindSince = NEVER;
    }
    connections.settled(bytes);
  }

  /** Nearest to the wire: counts the bytes that go out. */
  private final class Wire extends ChannelOutboundHandlerAdapter {

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      long bytes =
          switch (message) {
            case ByteBuf buffer -> buffer.readableBytes();
            case ByteBufHolder holder -> holder.content().readableBytes();
            default -> 0;
          };
      if (bytes == 0) {
        var _ = context.write(message, promise);
        return;
      }
      if (!connections.admits(bytes)) {
        ReferenceCountUtil.release(message);
        var _ = promise.tryFailure(new ClosedChannelException());
        reset(Reason.UNREAD);
        return;
      }
      took(bytes);
      var _ =
          context
              .write(message, promise.unvoid())
              .addListener(done -> settled(bytes, done.isSuccess()));
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      context.flush();
      if (unread > 0) {
        arm();
      }
    }

    @Override
    public void read(ChannelHandlerContext context) {
      if (pausedSince != NEVER) {
        paused += System.nanoTime() - pausedSince;
        pausedSince = NEVER;
      }
      context.read();
      if (reading == Reading.BODY) {
        arm();
      }
    }
  }

  /** Before the codec: sees when bytes come. */
  private final class Arrivals extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (reading == Reading.BETWEEN) {
        reading = Reading.HEADERS;
        readingSince = System.nanoTime();
        idleSince = NEVER;
      } else if (reading == Reading.BODY && message instanceof ByteBuf bytes) {
        bodyBytes += bytes.readableBytes();
      }
      context.fireChannelRead(message);
      arm();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (!channel.config().isAutoRead() && pausedSince == NEVER) {
        pausedSince = System.nanoTime();
      }
      context.fireChannelReadComplete();
    }
  }

  /** After the codec: sees where requests and answers begin and end. */
  private final class Messages extends ChannelDuplexHandler {

    private @Nullable ChannelHandlerContext place;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      place = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (closing) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof HttpRequest) {
        requests++;
        reading = Reading.BODY;
        beginBodyPeriod(System.nanoTime());
      }
      if (message instanceof LastHttpContent) {
        reading = Reading.BETWEEN;
        noteIdle();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (closing) {
        ReferenceCountUtil.release(message);
        promise.tryFailure(new ClosedChannelException());
        return;
      }
      boolean interim =
          message instanceof HttpResponse response
              && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (!interim) {
        if (message instanceof HttpResponse) {
          answersBegun++;
        }
        if (message instanceof LastHttpContent) {
          ended();
        }
      }
      var _ = context.write(message, promise);
    }

    private void ended() {
      answersEnded++;
      if (answersEnded == requests && reading == Reading.BODY) {
        reading = Reading.REST;
        readingSince = System.nanoTime();
        arm();
      }
      noteIdle();
    }

    private void noteIdle() {
      if (reading == Reading.BETWEEN && answersEnded == requests) {
        idleSince = System.nanoTime();
      }
    }

    /** Says why, and closes when that is sent; a client that reads nothing gets it closed alike. */
    void sayTimeout() {
      ChannelHandlerContext context = place;
      if (context == null) {
        return;
      }
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.REQUEST_TIMEOUT,
              Unpooled.wrappedBuffer(TIMEOUT_PROBLEM));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
          .set(HttpHeaderNames.CONTENT_LENGTH, TIMEOUT_PROBLEM.length)
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
