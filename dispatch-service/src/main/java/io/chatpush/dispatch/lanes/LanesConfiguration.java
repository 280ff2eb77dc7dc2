package io.chatpush.dispatch.lanes;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.service.StartFacts;
import io.chatpush.streams.StreamsApplication;
import io.chatpush.streams.StreamsHost;
import io.chatpush.streams.StreamsMeters;
import io.chatpush.streams.StreamsStep;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.topics.TopicPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.fan-out.enabled", matchIfMissing = true)
class LanesConfiguration {

  @Bean
  LaneBlueprint fanOutBlueprint(
      FanOutProperties properties,
      KafkaClients clients,
      TopicPartitions partitions,
      Apps.Source apps,
      AppTexts texts,
      AppLimits limits,
      PayloadRenderer renderer,
      MeterRegistry registry) {
    apps.now().all().forEach(texts::prepare);
    return new LaneBlueprint(
        properties, clients, partitions, apps, texts, limits, renderer, registry);
  }

  @Bean
  StreamsHost fanOutStreams(
      FanOutProperties properties,
      LaneBlueprint blueprint,
      TopicPartitions partitions,
      StreamsMeters streamsMeters,
      GroupProgress groupProgress,
      KafkaProbe probe) {
    return new StreamsHost(
        new StreamsApplication(
            "fan-out",
            properties.applicationId(),
            LaneTopologies.SOURCES,
            properties.threads(),
            Tags.empty(),
            blueprint::conversations,
            partitions::trouble),
        streamsMeters,
        groupProgress,
        probe);
  }

  @Bean
  StreamsHost bulkStreams(
      FanOutProperties properties,
      LaneBlueprint blueprint,
      TopicPartitions partitions,
      StreamsMeters streamsMeters,
      GroupProgress groupProgress,
      KafkaProbe probe) {
    return new StreamsHost(
        new StreamsApplication(
            "fan-out-bulk",
            properties.group().bulkId(),
            LaneTopologies.BULK_SOURCES,
            properties.bulkThreads(),
            Tags.empty(),
            blueprint::bulk,
            partitions::trouble),
        streamsMeters,
        groupProgress,
        probe);
  }

  @Bean
  StreamsStep fanOutStep(@Qualifier("fanOutStreams") StreamsHost fanOut) {
    return StreamsStep.restored(fanOut, "fan-out to have restored its devices");
  }

  /** An announcement may come later than the service is ready; a conversation may not. */
  @Bean
  StreamsStep bulkStep(@Qualifier("bulkStreams") StreamsHost bulk) {
    return StreamsStep.opened(bulk, "the bulk lane of fan-out to start");
  }

  @Bean
  StartFacts fanOutFacts(FanOutProperties properties, KafkaClients clients) {
    Map<String, Object> streams = clients.streams();
    return StartFacts.of(
        "fan-out",
        "group %s, %s, threads: %d; bulk lane: group %s, threads: %d; state in %s"
            .formatted(
                properties.applicationId(),
                StreamsHost.nameInGroup(streams).map(name -> "as " + name).orElse("without a name"),
                properties.threads(),
                properties.group().bulkId(),
                properties.bulkThreads(),
                streams.getOrDefault(
                    StreamsConfig.STATE_DIR_CONFIG, "the directory for temporary files")));
  }
}
