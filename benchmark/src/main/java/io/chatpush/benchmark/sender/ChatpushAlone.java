package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.delivery.PushGateway;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process {@code chatpush alone}: dispatch-service's gateway to FCM as the service configures
 * it, without Kafka before and behind it. Content is rendered as in the pipeline: once for each
 * platform of a chat message.
 */
final class ChatpushAlone {

  private ChatpushAlone() {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan({"io.chatpush.apps", "io.chatpush.dispatch.fcm", "io.chatpush.dispatch.pacing"})
  static class GatewayOnly {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    SenderOptions options = JsonMapper.shared().readValue(arguments[0], SenderOptions.class);
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(GatewayOnly.class)
            .web(WebApplicationType.NONE)
            .properties(settings(options))
            .run()) {
      PushGateway gateway = context.getBean(PushGateway.class);
      PayloadRenderer renderer = context.getBean(PayloadRenderer.class);
      SampleMessages samples = new SampleMessages();
      Map<Platform, RenderedContent> rendered = new EnumMap<>(Platform.class);
      new ClosedLoop(options)
          .run(sending -> {
            SampleMessages.Sample sample = samples.next();
            if (sample.isFirst()) {
              rendered.clear();
            }
            RenderedContent payload =
                rendered.computeIfAbsent(
                    sample.platform(), platform -> renderer.render(sample.content(), platform));
            var _ =
                gateway
                    .send(
                        new PushAttempt(
                            Population.APP,
                            new PushAddress(AddressType.TOKEN, sample.address()),
                            sample.pushId(),
                            payload,
                            SampleMessages.TIME_TO_LIVE))
                    .whenComplete((outcome, failure) -> sending.ended(fate(outcome)));
          });
    }
  }

  private static Fate fate(@Nullable DeliveryOutcome outcome) {
    return outcome instanceof DeliveryOutcome.Accepted
        ? Fate.ACCEPTED
        : outcome instanceof DeliveryOutcome.NotSent ? Fate.UNPROCESSED : Fate.UNKNOWN;
  }

  private static Map<String, Object> settings(SenderOptions options) {
    String app = "chatpush.apps." + Population.APP;
    return Map.of(
        "spring.main.banner-mode",
        "off",
        app + ".project-id",
        options.project(),
        app + ".credentials",
        options.serviceAccount(),
        "chatpush.fcm.endpoint",
        "https://127.0.0.1:" + options.simulatorPort(),
        "chatpush.fcm.ssl-bundle",
        "fcm",
        "chatpush.fcm.connections",
        Math.ceilDiv(options.inFlight(), 100),
        "spring.ssl.bundle.pem.fcm.truststore.certificate",
        "file:" + options.certificate());
  }
}
