package io.chatpush.http;

import io.chatpush.settings.InvalidSettingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.netty.channel.ChannelOption;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.netty.http.server.HttpServer;

/** Bounds what clients of the service's HTTP server can take from it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
public class HttpConfiguration {

  /**
   * The operating system doubles it. Without a limit it keeps up to 4 MB (net.ipv4.tcp_wmem) for
   * each client that does not read; with it, a client 100 ms away still gets 2.5 MB a second.
   */
  private static final int SEND_BUFFER = 128 * 1024;

  @Bean
  HttpConnections httpConnections(
      HttpProperties properties, MeterRegistry registry, Environment environment) {
    if (environment.getProperty("server.http2.enabled", boolean.class, false)) {
      throw new InvalidSettingException(
          "server.http2.enabled is true, but the limits of chatpush.http are for HTTP/1.1 only.");
    }
    return new HttpConnections(properties, new HttpMeters(registry));
  }

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> guardedConnections(
      HttpConnections connections) {
    return factory -> factory.addServerCustomizers(server -> guard(server, connections));
  }

  /** In place of Boot's endpoint, which is there only where no other one is. */
  @Bean
  @ConditionalOnAvailableEndpoint(PrometheusScrapeEndpoint.class)
  SharedScrapeEndpoint sharedScrapeEndpoint(PrometheusRegistry registry, PrometheusConfig config) {
    return new SharedScrapeEndpoint(registry, config.prometheusProperties());
  }

  /** The server with all its connections guarded. */
  static HttpServer guard(HttpServer server, HttpConnections connections) {
    return server
        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
        .doOnChannelInit((_, channel, _) -> connections.opened(channel));
  }
}
