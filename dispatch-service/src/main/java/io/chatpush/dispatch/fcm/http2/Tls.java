package io.chatpush.dispatch.fcm.http2;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** How a connection is secured: HTTP/2 by ALPN, or not at all. */
public final class Tls {

  private final @Nullable SslContext context;

  private Tls(@Nullable SslContext context) {
    this.context = context;
  }

  /** Returns what connects in clear. */
  public static Tls none() {
    return new Tls(null);
  }

  /**
   * Returns what connects with TLS.
   *
   * @param trust sets which certificates are trusted, and the client's own if the server asks
   */
  public static Tls with(Consumer<SslContextBuilder> trust) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2));
    trust.accept(builder);
    return new Tls(builder.build());
  }

  void secure(Channel channel, ConnectionSettings settings) {
    if (context != null) {
      SslHandler handler = context.newHandler(channel.alloc(), settings.host(), settings.port());
      handler.setHandshakeTimeoutMillis(settings.connectTimeout().toMillis());
      channel.pipeline().addLast(handler);
    }
  }
}
