package io.chatpush.fcm.simulator.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;

/** Response headers as Google's front end sends them with every answer of an API. */
final class Http2ReplyHeaders {

  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString VARY = AsciiString.cached("vary");
  private static final AsciiString VARY_VALUE = AsciiString.cached("Origin, X-Origin, Referer");
  private static final AsciiString SERVER = AsciiString.cached("server");
  private static final AsciiString ESF = AsciiString.cached("ESF");
  private static final AsciiString JSON = AsciiString.cached(Reply.JSON);
  private static final AsciiString STATUS_OK = AsciiString.cached("200");
  private static final int ARRAY_SIZE = 8;

  private Http2ReplyHeaders() {}

  static Http2Headers of(Reply reply) {
    Http2Headers headers = new DefaultHttp2Headers(false, ARRAY_SIZE);
    headers.status(reply.status() == 200 ? STATUS_OK : Integer.toString(reply.status()));
    if (!reply.contentType().isEmpty()) {
      headers.add(
          CONTENT_TYPE, reply.contentType().equals(Reply.JSON) ? JSON : reply.contentType());
    }
    headers.add(VARY, VARY_VALUE);
    headers.add(SERVER, ESF);
    headers.add(CONTENT_LENGTH, Integer.toString(reply.body().length));
    List<String> more = reply.headers();
    for (int i = 0; i < more.size(); i += 2) {
      headers.add(more.get(i), more.get(i + 1));
    }
    return headers;
  }
}
