package io.chatpush.token.ownership;

import io.chatpush.schemas.Topics;
import io.chatpush.streams.StoreMemory;
import io.chatpush.streams.StreamClients;
import io.chatpush.streams.StreamsApplication;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;

/**
 * Makes the parts of a client of the ownership stream, with the settings of {@code
 * spring.kafka.streams}.
 */
final class OwnershipBlueprint implements StreamsApplication.Blueprint {

  /**
   * The part of the memory for writes: every registration is one, even one that changes nothing.
   */
  private static final int HALF = 2;

  /** Of one store; all of them together have the part for writes. */
  private static final long WRITE_BUFFER = 4L * 1024 * 1024;

  private final Map<String, Object> configured;
  private final OwnershipProperties properties;
  private final Serde<Object> serde;
  private final OwnershipMeters meters;
  private final BadRecords bad;
  private final InstancePlace here;
  private final StoreMemory storeMemory;

  /**
   * @param configured settings of Kafka Streams, the application id among them
   */
  OwnershipBlueprint(
      Map<String, Object> configured,
      OwnershipProperties properties,
      Serde<Object> serde,
      OwnershipMeters meters,
      BadRecords bad,
      InstancePlace here) {
    this.configured = configured;
    this.properties = properties;
    this.serde = serde;
    this.meters = meters;
    this.bad = bad;
    this.here = here;
    storeMemory = new StoreMemory(properties.storeMemory().toBytes(), HALF, WRITE_BUFFER);
  }

  @Override
  public StreamsApplication.Parts parts() {
    Map<String, Object> settings = new HashMap<>(configured);
    StreamSettings.put(settings, bad);
    storeMemory.addTo(settings);
    // Where the server listens is known only now.
    settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, here.text());
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
    OwnershipTopology.addTo(builder, serde, properties, meters, bad);
    Properties optimized = new Properties();
    optimized.putAll(settings);
    return new StreamsApplication.Parts(
        builder.build(optimized),
        settings,
        new StreamClients(Set.of(Topics.DEVICE_TOKEN_EVENTS), serde.deserializer(), () -> {}));
  }
}
