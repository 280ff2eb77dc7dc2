package io.chatpush.dispatch.operations.search;

import io.chatpush.access.AccessTokenContract;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The odd tokens of both services, against dispatch-service. */
class AccessTokensHttpTest extends AccessTokenContract {

  private @Nullable ConfigurableApplicationContext context;

  @Override
  protected int start(List<String> settings) {
    List<String> arguments = new ArrayList<>(settings);
    arguments.add("--server.port=0");
    arguments.add("--spring.reactor.netty.shutdown-quiet-period=0s");
    // The packages that the health groups include are not here.
    arguments.add("--management.endpoint.health.validate-group-membership=false");
    ConfigurableApplicationContext started =
        SpringApplication.run(
            new Class<?>[] {
              Application.class, UnreachableSearch.class, MessagePushesController.class
            },
            arguments.toArray(String[]::new));
    context = started;
    return Integer.parseInt(started.getEnvironment().getRequiredProperty("local.server.port"));
  }

  @Override
  protected void stop() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  protected String route() {
    return "/v1/apps/demo/messages/m/pushes";
  }

  /** That the parameter is wrong is said after authorization, and before Kafka is asked. */
  @Override
  protected String query() {
    return "since=noon";
  }

  @Override
  protected int allowed() {
    return 400;
  }

  /** Not a configuration by annotation, or the scan of the whole service would find it. */
  @EnableAutoConfiguration
  @ComponentScan("io.chatpush.dispatch.web")
  static class Application {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
