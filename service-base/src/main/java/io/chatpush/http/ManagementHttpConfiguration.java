package io.chatpush.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Guards the connections of a management port of its own, whose server has a context of its own and
 * takes no customizers from that of the service.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementHttpConfiguration {

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> guardedManagementConnections(
      HttpConnections connections) {
    return factory ->
        factory.addServerCustomizers(server -> HttpConfiguration.guard(server, connections));
  }
}
