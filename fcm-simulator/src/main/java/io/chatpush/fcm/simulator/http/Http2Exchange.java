package io.chatpush.fcm.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 stream. */
final class Http2Exchange implements Exchange {

  private final Http2Requests requests;
  private final Http2Stream stream;
  private final Http2Headers headers;
  private @Nullable ByteBuf body;
  private boolean handled;
  private boolean closed;

  Http2Exchange(Http2Requests requests, Http2Stream stream, Http2Headers headers) {
    this.requests = requests;
    this.stream = stream;
    this.headers = headers;
  }

  void append(ByteBuf data) {
    if (handled) {
      return;
    }
    if (body == null) {
      body = Unpooled.buffer(data.readableBytes() * 2);
    }
    if (body.readableBytes() + data.readableBytes() > HttpServer.MAX_BODY) {
      handled = true;
      body = null;
      answer(new Answer.Whole(HttpServer.TOO_LARGE), 0);
      return;
    }
    body.writeBytes(data);
  }

  void complete(ByteBuf last) {
    if (handled) {
      return;
    }
    ByteBuf whole = last;
    if (body != null) {
      append(last);
      whole = body == null ? Unpooled.EMPTY_BUFFER : body;
    }
    if (!handled) {
      handled = true;
      requests.handle(this, whole);
    }
    body = null;
  }

  void closed() {
    closed = true;
  }

  @Override
  public CharSequence method() {
    CharSequence method = headers.method();
    return method == null ? "" : method;
  }

  @Override
  public CharSequence path() {
    CharSequence path = headers.path();
    return path == null ? "" : path;
  }

  @Override
  public @Nullable CharSequence header(AsciiString name) {
    return headers.get(name);
  }

  @Override
  public boolean inClear() {
    return requests.inClear();
  }

  @Override
  public void answer(Answer answer, long delayNanos) {
    if (delayNanos > 0) {
      requests.wheel().schedule(delayNanos, () -> due(answer));
    } else {
      send(answer);
    }
  }

  private void due(Answer answer) {
    if (closed) {
      requests.server().abandoned();
      return;
    }
    requests.flushSoon();
    send(answer);
  }

  private void send(Answer answer) {
    switch (answer) {
      case Answer.Whole(Reply reply) -> whole(reply);
      case Answer.Dripped(Reply reply, var over) -> new Drip(reply, over.toNanos()).run();
      case Answer.Farewell(Reply reply) -> {
        whole(reply);
        requests.server().goAway(requests.context());
      }
      case Answer.Torn(Reply reply) -> {
        writeHeaders(reply);
        writeData(reply.body(), 0, reply.body().length / 2, false);
        requests.flush();
        requests.reset(stream.id(), Http2Error.INTERNAL_ERROR.code());
      }
      case Answer.Reset(long errorCode) -> requests.reset(stream.id(), errorCode);
      case Answer.Disconnect() -> requests.context().channel().unsafe().closeForcibly();
      case Answer.Silence() -> {}
    }
  }

  private void whole(Reply reply) {
    writeHeaders(reply);
    writeData(reply.body(), 0, reply.body().length, true);
  }

  private void writeHeaders(Reply reply) {
    ChannelHandlerContext context = requests.context();
    var _ =
        requests
            .connection()
            .encoder()
            .writeHeaders(
                context, stream.id(), Http2ReplyHeaders.of(reply), 0, false, context.newPromise());
  }

  private void writeData(byte[] body, int from, int to, boolean end) {
    ChannelHandlerContext context = requests.context();
    var _ =
        requests
            .connection()
            .encoder()
            .writeData(
                context,
                stream.id(),
                Unpooled.wrappedBuffer(body, from, to - from),
                0,
                end,
                context.newPromise());
  }

  /** A body in slices, of a byte at least, {@link #LEAST_NANOS} or more apart. */
  private final class Drip implements Runnable {

    private static final long LEAST_NANOS = 50_000_000;

    private final Reply reply;
    private final int slices;
    private final long sliceNanos;
    private int sent;

    Drip(Reply reply, long overNanos) {
      this.reply = reply;
      this.slices = (int) Math.max(1, Math.min(reply.body().length, overNanos / LEAST_NANOS));
      this.sliceNanos = overNanos / Math.max(1, slices - 1);
    }

    @Override
    public void run() {
      if (closed) {
        requests.server().abandoned();
        return;
      }
      int length = reply.body().length;
      if (sent == 0) {
        writeHeaders(reply);
      }
      int from = (int) ((long) length * sent / slices);
      int to = (int) ((long) length * ++sent / slices);
      writeData(reply.body(), from, to, sent == slices);
      requests.flushSoon();
      if (sent < slices) {
        requests.wheel().schedule(sliceNanos, this);
      }
    }
  }
}
