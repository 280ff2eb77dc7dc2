package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.fcm.credentials.AccessTokens;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** {@code messages:send} of one project, with headers prepared once for each access token. */
final class FcmEndpoint {

  private static final AsciiString POST = AsciiString.cached("POST");
  private static final AsciiString USER_AGENT = AsciiString.cached("chatpush");

  private record Prepared(AccessTokens.Token token, Http2Headers headers) {}

  private final FirebaseProject project;
  private volatile @Nullable Prepared prepared;

  FcmEndpoint(FirebaseProject project) {
    this.project = project;
  }

  AccessTokens accessTokens() {
    return project.accessTokens();
  }

  /** Of a request with that token; not to be changed. */
  Http2Headers headers(AccessTokens.Token token) {
    Prepared at = prepared;
    if (at == null || !at.token().equals(token)) {
      at = new Prepared(token, prepare(token));
      prepared = at;
    }
    return at.headers();
  }

  private Http2Headers prepare(AccessTokens.Token token) {
    URI uri = project.sendUri();
    return ReadOnlyHttp2Headers.clientHeaders(
        false,
        POST,
        AsciiString.of(uri.getRawPath()),
        AsciiString.of(uri.getScheme()),
        AsciiString.of(uri.getRawAuthority()),
        HttpHeaderNames.AUTHORIZATION,
        AsciiString.of(token.authorization()),
        HttpHeaderNames.CONTENT_TYPE,
        HttpHeaderValues.APPLICATION_JSON,
        HttpHeaderNames.USER_AGENT,
        USER_AGENT);
  }
}
