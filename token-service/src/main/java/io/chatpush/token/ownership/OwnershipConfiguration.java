package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.lag.LagProperties;
import io.chatpush.rights.RightsCheck;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.Role;
import io.chatpush.service.RestoreProgress;
import io.chatpush.service.StartFact;
import io.chatpush.service.StartFacts;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.PartitionWatch;
import io.chatpush.supervision.StreamThreadFailures;
import io.chatpush.supervision.SupervisedStreams;
import io.chatpush.token.device.DeviceDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.KafkaAdmin;

/** The stream, set by {@code spring.kafka.streams.*}, started by {@link OwnershipStep}. */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
@EnableConfigurationProperties(OwnershipProperties.class)
class OwnershipConfiguration {

  @Bean
  OwnershipMeters ownershipMeters(MeterRegistry registry) {
    return new OwnershipMeters(registry);
  }

  @Bean
  BadRecords badRecords(OwnershipMeters meters, Clock clock) {
    return new BadRecords(meters, clock);
  }

  @Bean
  StreamsBuilderFactoryBeanConfigurer ownershipStreamConfigurer(
      Serde<Object> recordSerde,
      OwnershipProperties ownership,
      OwnershipMeters meters,
      BadRecords bad,
      RestoreProgress restoring,
      RestoredHealthIndicator restored,
      StreamThreadFailures failures) {
    return factory -> {
      Properties properties = factory.getStreamsConfiguration();
      if (properties == null) {
        throw new IllegalStateException("Boot configures the stream before its configurers run");
      }
      StreamSettings.put(properties, bad);
      properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
      properties.put(StoreMemory.BYTES, ownership.storeMemory().toBytes());
      // What was asked for is a copy.
      factory.setStreamsConfiguration(properties);
      factory.setInfrastructureCustomizer(
          new KafkaStreamsInfrastructureCustomizer() {
            @Override
            public void configureBuilder(StreamsBuilder builder) {
              OwnershipTopology.addTo(builder, recordSerde, ownership, meters, bad);
            }
          });
      factory.setClientSupplier(new OwnershipClients(recordSerde.deserializer(), bad));
      factory.setStateRestoreListener(restoring);
      factory.setStateListener(restored);
      // Whatever failed, the next thread finds the state as the last transaction left it.
      factory.setStreamsUncaughtExceptionHandler(failures);
      // A member with a name of its own comes back under it; any other would be waited for.
      factory.setLeaveGroupOnClose(
          !properties.containsKey(StreamsConfig.consumerPrefix("group.instance.id"))
              && !properties.containsKey("group.instance.id"));
    };
  }

  @Bean
  @Order(4)
  OwnTopicsStep ownTopicsStep(
      StreamsBuilderFactoryBean streams, KafkaAdmin admin, KafkaProbe probe) {
    Properties settings = streams.getStreamsConfiguration();
    if (settings == null) {
      throw new IllegalStateException("Boot has configured the stream");
    }
    return new OwnTopicsStep(
        admin.getConfigurationProperties(),
        settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
        probe);
  }

  /** Before the topics are looked at: who may not describe them learns here what is missing. */
  @Bean
  @Order(0)
  RightsCheck rightsCheck(
      StreamsBuilderFactoryBean streams, KafkaAdmin admin, OwnTopicsStep step, LagProperties lag) {
    Properties settings = streams.getStreamsConfiguration();
    if (settings == null) {
      throw new IllegalStateException("Boot has configured the stream");
    }
    return new RightsCheck(
        admin.getConfigurationProperties(),
        List.of(Role.TOKEN_SERVICE),
        new GroupNames(
            GroupNames.FAN_OUT,
            GroupNames.DELIVERY,
            settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG)),
        lag,
        step.internalTopics());
  }

  @Bean
  PartitionWatch partitionWatch(OwnTopicsStep step) {
    return step.watch();
  }

  @Bean
  @Order(5)
  OwnershipStep ownershipStep(OwnershipStream stream, Serde<Object> recordSerde) {
    return new OwnershipStep(stream, recordSerde.serializer());
  }

  @Bean
  OwnershipStream ownershipStream(
      StreamsBuilderFactoryBean streams,
      InstancePlace here,
      BadRecords bad,
      PartitionWatch partitions) {
    return new OwnershipStream(streams, here, bad, partitions);
  }

  @Bean
  StreamThreadFailures streamThreadFailures() {
    return new StreamThreadFailures("ownership");
  }

  @Bean
  InstancePlace instancePlace(OwnershipProperties ownership, Environment environment) {
    return new InstancePlace(ownership.instanceAddress(), environment);
  }

  @Bean
  DeviceDirectory deviceDirectory(
      StreamsBuilderFactoryBean streams, InstancePlace here, Serde<Object> recordSerde) {
    Serde<UserDevice> devices = RecordSerde.of(UserDevice.class, Topics.USER_DEVICES, recordSerde);
    return new StreamsDeviceDirectory(streams, here, new UserDeviceCodec(devices.deserializer()));
  }

  @Bean
  OwnershipHealthIndicator ownershipHealthIndicator(StreamsBuilderFactoryBean streams) {
    return new OwnershipHealthIndicator(streams);
  }

  @Bean
  RestoreProgress restoreProgress(MeterRegistry registry) {
    return new RestoreProgress(registry);
  }

  /** Its name, less the suffix, is what the health group {@code startup} includes. */
  @Bean
  RestoredHealthIndicator restoredHealthIndicator(RestoreProgress restoring) {
    return new RestoredHealthIndicator(restoring);
  }

  @Bean
  SupervisedStreams supervisedOwnership(
      StreamsBuilderFactoryBean streams,
      OwnershipStream stream,
      StreamThreadFailures failures,
      RestoreProgress restoring,
      GroupProgress groups,
      KafkaProbe probe) {
    Properties settings = streams.getStreamsConfiguration();
    if (settings == null) {
      throw new IllegalStateException("Boot has configured the stream");
    }
    return new SupervisedStreams(
        "ownership",
        settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
        List.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES),
        Integer.parseInt(
            String.valueOf(settings.getOrDefault(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1))),
        stream,
        failures,
        restoring,
        groups,
        probe);
  }

  @Bean
  OwnedTokens ownedTokens(StreamsBuilderFactoryBean streams) {
    return new OwnedTokens(streams);
  }

  @Bean
  @Order(20)
  StartFacts ownershipFacts(StreamsBuilderFactoryBean streams, InstancePlace here) {
    return () -> {
      Properties settings = streams.getStreamsConfiguration();
      if (settings == null) {
        throw new IllegalStateException("Boot has configured the stream");
      }
      String name = String.valueOf(settings.getOrDefault("group.instance.id", ""));
      return List.of(
          new StartFact(
              "ownership",
              "group %s, %s, at %s, threads: %s, state in %s"
                  .formatted(
                      settings.get(StreamsConfig.APPLICATION_ID_CONFIG),
                      name.isEmpty() ? "without a name" : "as " + name,
                      here.text(),
                      settings.getOrDefault(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1),
                      settings.getOrDefault(
                          StreamsConfig.STATE_DIR_CONFIG, "the directory for temporary files"))));
    };
  }
}
