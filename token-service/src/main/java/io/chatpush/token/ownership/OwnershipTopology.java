package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import io.chatpush.token.ownership.OwnershipOutput.Address;
import io.chatpush.token.ownership.OwnershipOutput.Device;
import io.chatpush.topics.TopicNeeds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Which users are registered on a device, which of them has an address, how many devices a user
 * has: three questions with three keys, so three stages that tell each other what they found out.
 *
 * <pre>
 *   push.device-token-events ---> OWNERSHIP, by device ---> push.user-devices
 *        ^           ^                   | claims                 |
 *        |           | DISPLACED         v                        v
 *        |           '------- ADDRESSES, by hash          LIMITS, by user (the table)
 *        | EVICTED                                                |
 *        '--------------------------------------------------------'
 * </pre>
 *
 * <p>Only OWNERSHIP says that a device begins or ends. The others tell it, through the topic of
 * events like everybody else, and name the registration they mean; if the device has registered
 * again by then, the word is of the past and nothing happens. All events of a device are in one
 * partition, so one task sees them in their order; what it writes for one event goes out in one
 * transaction.
 */
final class OwnershipTopology {

  /** The name of the internal topic that takes claims from device to address. */
  static final String CLAIMS = "claims";

  /** The topics of the contract that the application reads. */
  static final List<String> SOURCES = List.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES);

  private OwnershipTopology() {}

  /**
   * @param serde writes and reads all records of the contract
   * @param bad counts what is passed over
   */
  static void addTo(
      StreamsBuilder builder,
      Serde<Object> serde,
      OwnershipProperties properties,
      OwnershipMeters meters,
      BadRecords bad) {
    Serde<DeviceTokenEvent> events =
        RecordSerde.of(DeviceTokenEvent.class, Topics.DEVICE_TOKEN_EVENTS, serde);
    Serde<UserDevice> devices = RecordSerde.of(UserDevice.class, Topics.USER_DEVICES, serde);
    Serde<AddressClaim> claims =
        StateSerde.of(AddressClaim.class, AddressClaim.getClassSchema(), AddressClaim.getEncoder());
    Serde<AddressClaim> storedClaims =
        StateSerde.tolerant(
            claims, () -> bad.unusable(OwnershipMeters.Unusable.STATE, AddressProcessor.STORE));
    Serde<DeviceOwner> owners =
        StateSerde.tolerant(
            owners(), () -> bad.unusable(OwnershipMeters.Unusable.STATE, OwnershipProcessor.STORE));

    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(OwnershipProcessor.STORE), Serdes.String(), owners));
    KStream<String, OwnershipOutput> changes =
        builder.stream(Topics.DEVICE_TOKEN_EVENTS, Consumed.with(Serdes.String(), events))
            .process(
                () -> new OwnershipProcessor(properties, meters, bad), OwnershipProcessor.STORE);
    changes
        .filter((_, output) -> output instanceof Device)
        .mapValues(OwnershipTopology::device)
        .to(Topics.USER_DEVICES, Produced.with(Serdes.String(), devices, new UserPartitioner<>()));

    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(AddressProcessor.STORE), Serdes.String(), storedClaims));
    changes
        .filter((_, output) -> output instanceof Address)
        .mapValues(OwnershipTopology::claim)
        .repartition(Repartitioned.with(Serdes.String(), claims).withName(CLAIMS))
        .process(() -> new AddressProcessor(bad), AddressProcessor.STORE)
        .to(Topics.DEVICE_TOKEN_EVENTS, Produced.with(Serdes.String(), events));

    KStream<String, @Nullable DeviceTokenEvent> words =
        builder
            .table(
                Topics.USER_DEVICES,
                Consumed.with(Serdes.String(), Serdes.ByteArray()),
                Materialized.<String, byte[], KeyValueStore<Bytes, byte[]>>as(
                        DeviceLimitProcessor.STORE)
                    .withCachingDisabled())
            .toStream()
            .process(
                () ->
                    new DeviceLimitProcessor(
                        properties.devicesPerUser(),
                        new UserDeviceCodec(devices.deserializer()),
                        bad),
                DeviceLimitProcessor.STORE);
    words
        .filter((_, word) -> word != null)
        .to(Topics.DEVICE_TOKEN_EVENTS, Produced.with(Serdes.String(), events));
    words
        .filter((_, word) -> word == null)
        .<@Nullable UserDevice>mapValues(_ -> null)
        .to(Topics.USER_DEVICES, Produced.with(Serdes.String(), devices, new IdlePartitioner<>()));
  }

  /** Returns the topics that Kafka Streams creates for an application, as it names them. */
  static Set<String> internalTopics(String applicationId) {
    return Set.of(
        applicationId + "-" + OwnershipProcessor.STORE + "-changelog",
        applicationId + "-" + CLAIMS + "-repartition",
        applicationId + "-" + AddressProcessor.STORE + "-changelog");
  }

  /**
   * Returns what token-service needs of topics: those that it reads and writes, test pushes
   * included, and no added partitions. It may not be allowed to describe the topics of
   * dispatch-service.
   */
  static TopicNeeds topics(String applicationId) {
    Set<String> internal = internalTopics(applicationId);
    Set<String> ofStream = new HashSet<>(internal);
    ofStream.add(Topics.DEVICE_TOKEN_EVENTS);
    Set<String> optional = new HashSet<>(internal);
    optional.addAll(TopicNeeds.byUser());
    return new TopicNeeds(
        Set.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES, Topics.CHAT_MESSAGES),
        optional,
        Map.of("topics of the ownership stream", ofStream, TopicNeeds.BY_USER, TopicNeeds.byUser()),
        Set.copyOf(SOURCES));
  }

  /** How the owners of devices are kept, and were kept by earlier builds. */
  static Serde<DeviceOwner> owners() {
    return StateSerde.of(
        DeviceOwner.class,
        DeviceOwner.getClassSchema(),
        DeviceOwner.getEncoder(),
        "DeviceOwner-before-refusals.avsc",
        "DeviceOwner-before-replaced-key.avsc");
  }

  private static @Nullable UserDevice device(OwnershipOutput output) {
    return switch (output) {
      case Device(var device) -> device;
      case Address _ -> throw new IllegalStateException("a claim is no device");
    };
  }

  private static AddressClaim claim(OwnershipOutput output) {
    return switch (output) {
      case Address(var claim) -> claim;
      case Device _ -> throw new IllegalStateException("a device is no claim");
    };
  }
}
