package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.lag.LagProperties;
import io.chatpush.rights.RightsCheck;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.Role;
import io.chatpush.service.StartFact;
import io.chatpush.service.StartFacts;
import io.chatpush.streams.StreamsApplication;
import io.chatpush.streams.StreamsHost;
import io.chatpush.streams.StreamsMeters;
import io.chatpush.streams.StreamsStep;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.topics.RegistryReachable;
import io.chatpush.topics.TopicPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The stream, configured by {@code spring.kafka.streams.*}, and what the start needs for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OwnershipProperties.class)
class OwnershipConfiguration {

  /**
   * The tag by which Spring for Apache Kafka told its streams apart; dashboards may have it in
   * their queries.
   */
  private static final Tags TAGS = Tags.of("spring.id", "defaultKafkaStreamsBuilder");

  @Bean
  OwnershipMeters ownershipMeters(MeterRegistry registry) {
    return new OwnershipMeters(registry);
  }

  @Bean
  BadRecords badRecords(OwnershipMeters meters, Clock clock) {
    return new BadRecords(meters, clock);
  }

  @Bean
  StreamsHost ownershipStream(
      KafkaProperties kafka,
      Serde<Object> recordSerde,
      OwnershipProperties ownership,
      OwnershipMeters meters,
      BadRecords bad,
      InstancePlace here,
      TopicPartitions partitions,
      StreamsMeters streamsMeters,
      GroupProgress groups,
      KafkaProbe probe) {
    Map<String, Object> settings = kafka.buildStreamsProperties();
    return new StreamsHost(
        new StreamsApplication(
            "ownership",
            applicationId(kafka),
            OwnershipTopology.SOURCES,
            threads(settings),
            TAGS,
            new OwnershipBlueprint(settings, ownership, recordSerde, meters, bad, here),
            // A restart would not remove the partitions that an operator added.
            partitions::trouble),
        streamsMeters,
        groups,
        probe);
  }

  /**
   * The topics of the service. With other numbers of partitions of the internal topics, Kafka
   * Streams would try permanently and decide nothing, and the service would seem well; with those
   * of the topics by user, a user's devices would be written where dispatch-service does not look
   * for them.
   */
  @Bean
  TopicPartitions topicPartitions(KafkaProperties kafka, KafkaProbe probe) {
    return new TopicPartitions(
        kafka.buildAdminProperties(), OwnershipTopology.topics(applicationId(kafka)), probe);
  }

  /**
   * The schemas that the service writes. A record of each is serialized as the first request and
   * the stream will do it, with whatever class, login or list of registries is configured, so that
   * the ids are cached from then on.
   */
  @Bean
  RegistryReachable registryReachable(
      KafkaProperties kafka, Serializer<Object> eventSerializer, Serde<Object> recordSerde) {
    return new RegistryReachable(
        kafka.buildProducerProperties(),
        () -> {
          var _ = eventSerializer.serialize(Topics.DEVICE_TOKEN_EVENTS, FirstRecords.EVENT);
          var _ = recordSerde.serializer().serialize(Topics.USER_DEVICES, FirstRecords.DEVICE);
        });
  }

  /** Before the topics are looked at: who may not describe them learns here what is missing. */
  @Bean
  RightsCheck rightsCheck(KafkaProperties kafka, LagProperties lag) {
    return new RightsCheck(
        kafka.buildAdminProperties(),
        List.of(Role.TOKEN_SERVICE),
        new GroupNames(GroupNames.FAN_OUT, GroupNames.DELIVERY, applicationId(kafka)),
        lag,
        OwnershipTopology.internalTopics(applicationId(kafka)));
  }

  /** Does not wait for the state: requests are accepted while it is restored. */
  @Bean
  StreamsStep ownershipStep(StreamsHost ownershipStream) {
    return StreamsStep.opened(ownershipStream, "the ownership stream to start");
  }

  @Bean
  InstancePlace instancePlace(OwnershipProperties ownership, Environment environment) {
    return new InstancePlace(ownership.instanceAddress(), environment);
  }

  @Bean
  DeviceDirectory deviceDirectory(
      StreamsHost ownershipStream, InstancePlace here, Serde<Object> recordSerde) {
    Serde<UserDevice> devices = RecordSerde.of(UserDevice.class, Topics.USER_DEVICES, recordSerde);
    return new StreamsDeviceDirectory(
        ownershipStream, here, new UserDeviceCodec(devices.deserializer()));
  }

  @Bean
  OwnershipHealthIndicator ownershipHealthIndicator(StreamsHost ownershipStream) {
    return new OwnershipHealthIndicator(ownershipStream);
  }

  /** Its name, less the suffix, is what the health group {@code startup} includes. */
  @Bean
  RestoredHealthIndicator restoredHealthIndicator(StreamsHost ownershipStream) {
    return new RestoredHealthIndicator(
        ownershipStream::hasRestored, ownershipStream::leftToRestore);
  }

  @Bean
  OwnedTokens ownedTokens(StreamsHost ownershipStream) {
    return new OwnedTokens(ownershipStream);
  }

  @Bean
  StartFacts ownershipFacts(KafkaProperties kafka, InstancePlace here) {
    Map<String, Object> settings = kafka.buildStreamsProperties();
    return () ->
        List.of(
            new StartFact(
                "ownership",
                "group %s, %s, at %s, threads: %d, state in %s"
                    .formatted(
                        applicationId(kafka),
                        StreamsHost.nameInGroup(settings)
                            .map(name -> "as " + name)
                            .orElse("without a name"),
                        here.text(),
                        threads(settings),
                        settings.getOrDefault(
                            StreamsConfig.STATE_DIR_CONFIG, "the directory for temporary files"))));
  }

  private static String applicationId(KafkaProperties kafka) {
    return String.valueOf(kafka.buildStreamsProperties().get(StreamsConfig.APPLICATION_ID_CONFIG));
  }

  private static int threads(Map<String, Object> settings) {
    return Integer.parseInt(
        String.valueOf(settings.getOrDefault(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1)));
  }
}
