package io.chatpush.fcm.simulator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one HTTP/1.1 connection. What is about streams happens to the connection here; a
 * dripped answer arrives whole, at the end of its time. Pipelining is not supported, as no client
 * uses it.
 */
final class Http1Requests extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final HttpServer server;
  private final boolean inClear;
  private final TickWheel wheel;

  Http1Requests(HttpServer server, boolean inClear, TickWheel wheel) {
    this.server = server;
    this.inClear = inClear;
    this.wheel = wheel;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    server.handle(
        new Http1Exchange(
            context,
            request.method().asciiName(),
            request.uri(),
            request.headers(),
            HttpUtil.isKeepAlive(request)),
        request.content());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  private final class Http1Exchange implements Exchange {

    private final ChannelHandlerContext context;
    private final CharSequence method;
    private final String path;
    private final HttpHeaders headers;
    private final boolean keepAlive;

    Http1Exchange(
        ChannelHandlerContext context,
        CharSequence method,
        String path,
        HttpHeaders headers,
        boolean keepAlive) {
      this.context = context;
      this.method = method;
      this.path = path;
      this.headers = headers;
      this.keepAlive = keepAlive;
    }

    @Override
    public CharSequence method() {
      return method;
    }

    @Override
    public CharSequence path() {
      return path;
    }

    @Override
    public @Nullable CharSequence header(AsciiString name) {
      return headers.get(name);
    }

    @Override
    public boolean inClear() {
      return inClear;
    }

    @Override
    public void answer(Answer answer, long delayNanos) {
      if (delayNanos > 0) {
        wheel.schedule(delayNanos, () -> due(answer));
      } else {
        send(answer);
      }
    }

    private void due(Answer answer) {
      if (context.channel().isActive()) {
        send(answer);
      } else {
        server.abandoned();
      }
    }

    private void send(Answer answer) {
      switch (answer) {
        case Answer.Whole(Reply reply) -> write(reply, keepAlive);
        case Answer.Dripped(Reply reply, var over) ->
            wheel.schedule(over.toNanos(), () -> write(reply, keepAlive));
        case Answer.Farewell(Reply reply) -> write(reply, false);
        case Answer.Torn(Reply reply) -> {
          FullHttpResponse response = response(reply, reply.body().length / 2);
          var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
        case Answer.Reset(long _) -> context.channel().unsafe().closeForcibly();
        case Answer.Disconnect() -> context.channel().unsafe().closeForcibly();
        case Answer.Silence() -> {}
      }
    }

    private void write(Reply reply, boolean keep) {
      FullHttpResponse response = response(reply, reply.body().length);
      if (keep) {
        var _ = context.writeAndFlush(response);
      } else {
        response.headers().set("connection", "close");
        var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
      }
    }

    private static FullHttpResponse response(Reply reply, int bodyBytes) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(reply.status()),
              Unpooled.wrappedBuffer(reply.body(), 0, bodyBytes),
              DefaultHttpHeadersFactory.headersFactory().withValidation(false),
              DefaultHttpHeadersFactory.trailersFactory());
      HttpHeaders headers = response.headers();
      if (!reply.contentType().isEmpty()) {
        headers.set("Content-Type", reply.contentType());
      }
      headers.set("Content-Length", reply.body().length);
      headers.set("Server", "ESF");
      List<String> more = reply.headers();
      for (int i = 0; i < more.size(); i += 2) {
        headers.add(more.get(i), more.get(i + 1));
      }
      return response;
    }
  }
}
