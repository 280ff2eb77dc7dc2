package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.kafka.TopicPartitions;
import io.chatpush.dispatch.push.AppDirectory;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.service.StartFacts;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FanOutProperties.class)
@ConditionalOnBooleanProperty(value = "chatpush.fan-out.enabled", matchIfMissing = true)
class FanOutConfiguration {

  @Bean
  @Order(40)
  FanOutStreams fanOutStreams(
      FanOutProperties properties,
      KafkaClients clients,
      TopicPartitions partitions,
      AppDirectory apps,
      AppLimits limits,
      PayloadRenderer renderer,
      MeterRegistry registry,
      GroupProgress groupProgress,
      KafkaProbe probe) {
    FanOut fanOut =
        new FanOut(
            new ChatEventRules(apps),
            new ContentComposer(),
            renderer,
            properties.bulkAbove(),
            properties.defaultTimeToLive());
    return new FanOutStreams(
        properties,
        clients,
        partitions,
        fanOut,
        limits,
        new FanOutMeters(registry, limits.byApp().keySet()),
        registry,
        groupProgress,
        probe);
  }

  @Bean
  @Order(20)
  StartFacts fanOutFacts(FanOutProperties properties, KafkaClients clients) {
    Map<String, Object> streams = clients.streams();
    return StartFacts.of(
        "fan-out",
        "group %s, %s, threads: %d, state in %s"
            .formatted(
                properties.applicationId(),
                FanOutStreams.nameInGroup(streams)
                    .map(name -> "as " + name)
                    .orElse("without a name"),
                properties.threads(),
                streams.getOrDefault(
                    StreamsConfig.STATE_DIR_CONFIG, "the directory for temporary files")));
  }
}
