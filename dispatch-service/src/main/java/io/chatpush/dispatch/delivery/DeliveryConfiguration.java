package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.window.WindowProperties;
import io.chatpush.dispatch.window.WindowedConsumer;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.service.StartFacts;
import io.chatpush.settings.InvalidSettingException;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.topics.TopicPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
@ConditionalOnBooleanProperty(value = "chatpush.delivery.enabled", matchIfMissing = true)
class DeliveryConfiguration {

  @Bean
  DeliveryMeters deliveryMeters(MeterRegistry registry) {
    return new DeliveryMeters(registry);
  }

  @Bean
  ConsumerMeters consumerMeters(MeterRegistry registry) {
    return new ConsumerMeters(registry);
  }

  /** Where there are 256 partitions they would be a thousand series an instance. */
  @Bean
  MeterFilter noSinglePartitions() {
    return MeterFilter.deny(meter ->
        meter.getName().startsWith("kafka.consumer.") && meter.getTag("partition") != null);
  }

  @Bean
  Turns turns(
      PushGateway gateway,
      DeliveryProperties properties,
      Pacer pacer,
      EventPublisher publisher,
      OutcomeLedger ledger,
      DeliveryMeters meters,
      Clock clock) {
    if (gateway.sendTimeout().compareTo(properties.drainTimeout()) >= 0) {
      throw new InvalidSettingException(
          "chatpush.fcm.send-timeout",
          "is %s, it must be less than chatpush.delivery.drain-timeout, %s: a stop waits for answers"
              .formatted(gateway.sendTimeout(), properties.drainTimeout()));
    }
    RetryPolicy retries = new RetryPolicy(properties.retry(), RandomGenerator.getDefault());
    Settlement settlement = new Settlement(retries, publisher, ledger, meters, clock);
    return new Turns(gateway, pacer, retries, settlement, meters, clock);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService retryTimer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("retry-timer").daemon().factory());
  }

  @Bean
  DeliveryConsumers deliveryConsumers(
      DeliveryProperties properties,
      KafkaClients clients,
      TopicPartitions partitions,
      Pacer pacer,
      Turns turns,
      EventPublisher publisher,
      DeliveryMeters meters,
      ConsumerMeters consumerMeters,
      ScheduledExecutorService retryTimer,
      GroupProgress groupProgress,
      KafkaProbe probe,
      Clock clock) {
    if (properties.drainTimeout().compareTo(clients.maxPollInterval()) >= 0) {
      throw new InvalidSettingException(
          "chatpush.delivery.drain-timeout",
          "is %s, it must be less than max.poll.interval.ms below spring.kafka, %s: a consumer that gives partitions away for longer loses its membership"
              .formatted(properties.drainTimeout(), clients.maxPollInterval()));
    }
    QuotaShare share =
        new QuotaShare(
            pacer,
            () -> partitions.of(Topics.PUSH_REQUESTS) + partitions.of(Topics.PUSH_REQUESTS_BULK));
    partitions.onChange(share::changed);
    DeliveryGroups groups = properties.groups();
    RefusedRecords refused = new RefusedRecords(publisher, meters, clock);
    List<WindowedConsumer> consumers = new ArrayList<>();
    for (int i = 0; i < 2 * properties.consumers(); i++) {
      boolean bulk = i % 2 == 1;
      String name = (bulk ? "delivery-bulk-" : "delivery-") + i / 2;
      consumers.add(
          new WindowedConsumer(
              name,
              new WindowProperties(
                  List.of(bulk ? Topics.PUSH_REQUESTS_BULK : Topics.PUSH_REQUESTS),
                  bulk ? groups.bulk() : groups.direct(),
                  properties.partitionLimit(),
                  properties.rememberedRequests(),
                  properties.commitInterval(),
                  properties.drainTimeout()),
              clients.member(name),
              consumerMeters,
              () ->
                  new RequestHandler(
                      clients.codec(),
                      turns,
                      refused,
                      new RecentRequests(properties.rememberedRequests()),
                      new AppAdmission(turns, properties.partitionLimit()),
                      share,
                      meters),
              groupProgress,
              () ->
                  partitions.all(List.of(bulk ? Topics.PUSH_REQUESTS_BULK : Topics.PUSH_REQUESTS)),
              probe));
    }
    consumers.add(
        new WindowedConsumer(
            "retry",
            new WindowProperties(
                RetryTier.topics(),
                groups.retry(),
                properties.partitionLimit(),
                0,
                properties.commitInterval(),
                properties.drainTimeout()),
            clients.member("retry"),
            consumerMeters,
            () ->
                new RetryHandler(
                    clients.codec(),
                    new Jitter(properties.retry().jitter()),
                    publisher,
                    refused,
                    retryTimer,
                    clock),
            groupProgress,
            () -> partitions.all(RetryTier.topics()),
            probe));
    return new DeliveryConsumers(consumers, meters);
  }

  @Bean
  StartFacts deliveryFacts(DeliveryProperties properties) {
    DeliveryGroups groups = properties.groups();
    return StartFacts.of(
        "delivery",
        "groups %s, %s, %s, consumers of a lane: %d, window of a partition: %d"
            .formatted(
                groups.direct(),
                groups.bulk(),
                groups.retry(),
                properties.consumers(),
                properties.partitionLimit()));
  }
}
