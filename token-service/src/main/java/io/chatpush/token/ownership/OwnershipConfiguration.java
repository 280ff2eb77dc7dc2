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
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.PartitionWatch;
import io.chatpush.token.device.DeviceDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The stream, set by {@code spring.kafka.streams.*}, started by {@link OwnershipStep}. */
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
      PartitionWatch partitions,
      StreamsMeters streamsMeters,
      GroupProgress groups,
      KafkaProbe probe) {
    Map<String, Object> settings = kafka.buildStreamsProperties();
    return new StreamsHost(
        new StreamsApplication(
            "ownership",
            applicationId(kafka),
            List.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES),
            threads(settings),
            TAGS,
            new OwnershipBlueprint(settings, ownership, recordSerde, meters, bad, here),
            // A restart would not remove the partitions that an operator added.
            partitions::change),
        streamsMeters,
        groups,
        probe);
  }

  @Bean
  OwnTopicsStep ownTopicsStep(KafkaProperties kafka, KafkaProbe probe) {
    return new OwnTopicsStep(kafka.buildAdminProperties(), applicationId(kafka), probe);
  }

  /** Before the topics are looked at: who may not describe them learns here what is missing. */
  @Bean
  RightsCheck rightsCheck(KafkaProperties kafka, OwnTopicsStep step, LagProperties lag) {
    return new RightsCheck(
        kafka.buildAdminProperties(),
        List.of(Role.TOKEN_SERVICE),
        new GroupNames(GroupNames.FAN_OUT, GroupNames.DELIVERY, applicationId(kafka)),
        lag,
        step.internalTopics());
  }

  @Bean
  PartitionWatch partitionWatch(OwnTopicsStep step) {
    return step.watch();
  }

  @Bean
  OwnershipStep ownershipStep(StreamsHost ownershipStream, Serde<Object> recordSerde) {
    return new OwnershipStep(ownershipStream, recordSerde.serializer());
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
