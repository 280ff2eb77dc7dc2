package io.chatpush.fcm.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells on a clear connection whether the client speaks HTTP/2 with prior knowledge or HTTP/1.1.
 */
final class ProtocolDetector extends ByteToMessageDecoder {

  /** The start of the client connection preface, RFC 9113 section 3.4. */
  private static final byte[] PREFACE = "PRI * HTTP/2.0".getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;

  ProtocolDetector(HttpServer server) {
    this.server = server;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int seen = Math.min(in.readableBytes(), PREFACE.length);
    boolean http2 = true;
    for (int i = 0; i < seen && http2; i++) {
      http2 = in.getByte(in.readerIndex() + i) == PREFACE[i];
    }
    if (http2 && seen < PREFACE.length) {
      return;
    }
    if (http2) {
      server.speakHttp2(context.pipeline(), true);
    } else {
      server.speakHttp1(context.pipeline(), true);
    }
    context.pipeline().remove(this);
  }
}
