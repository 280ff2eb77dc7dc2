package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A registry that does not give out the schema of one record, on the running stack: the partition
 * of that record waits, all others go on, and the record is used once the schema is there.
 */
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(Order.DEFAULT + 1)
@Tag("faults")
final class RegistryFaultsIT {

  private static final String REGISTRY = "SPRING_KAFKA_PROPERTIES_SCHEMA_REGISTRY_URL";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The partition of the record that waits. */
  private static final int WAITING = 0;

  private final RunningStack stack;
  private final RegistryProxy proxy;
  private int partitions;

  RegistryFaultsIT(RunningStack stack) throws IOException {
    this.stack = stack;
    this.proxy = RegistryProxy.start(stack.registryUrl());
  }

  @BeforeAll
  void putTheProxyBeforeTheRegistry() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
      List<String> topics = List.of(Topics.CHAT_MESSAGES, Topics.DEVICE_TOKEN_EVENTS);
      Set<Integer> sizes =
          admin.describeTopics(topics).allTopicNames().get().values().stream()
              .map(topic -> topic.partitions().size())
              .collect(Collectors.toSet());
      assertThat(sizes).as("partitions of the topics").hasSize(1);
      partitions = sizes.iterator().next();
    }
    stack.restartDispatchService(Map.of(REGISTRY, proxy.url()));
    stack.restartTokenService(Map.of(REGISTRY, proxy.url()));
  }

  @AfterAll
  void restore() throws InterruptedException {
    stack.restartDispatchService(Map.of());
    stack.restartTokenService(Map.of());
    proxy.close();
  }

  @Test
  void anEventWaitsForItsSchemaWhileOtherPartitionsGoOn() throws Exception {
    NewSchema schema = newSchema(Topics.CHAT_MESSAGES, ChatMessageEvent.getClassSchema());
    proxy.refuse(schema.id(), 403);
    Phone late = Phone.aPhone();
    List<Phone> others = Stream.generate(Phone::aPhone).limit(partitions - 1).toList();
    Apps apps = new Apps(stack);
    apps.register(late);
    apps.register(others.toArray(Phone[]::new));
    try (ChatSystem chat = new ChatSystem(stack);
        TopicTail<byte[]> letters = TopicTail.bytes(stack, Topics.CHAT_MESSAGES_DEAD_LETTERS);
        TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      ChatMessageEvent event = chat.aMessageTo(late.user());
      var _ =
          chat.publish(WAITING, event.getChannelId(), schema.encode(Topics.CHAT_MESSAGES, event));
      await("the registry has refused the schema").until(() -> proxy.refusals(schema.id()) > 1);
      for (int i = 0; i < others.size(); i++) {
        ChatMessageEvent good = chat.aMessageTo(others.get(i).user());
        var _ = chat.publish(WAITING + 1 + i, good.getChannelId(), chat.encode(good));
      }
      for (Phone other : others) {
        var _ = new Simulator(stack).awaitPush(other);
      }
      assertThat(outcomes.all())
          .extracting(outcome -> outcome.value().getMessage().getMessageId())
          .as("outcomes while the schema is not to be had")
          .doesNotContain(event.getMessageId());

      proxy.pass(schema.id());
      assertThat(new Simulator(stack).awaitPush(late).body()).isEqualTo(event.getBody());
      assertThat(letters.all()).as("dead letters").isEmpty();
    }
  }

  @Test
  void anEventWhoseSchemaHasNotReachedTheRegistryYetIsNoDeadLetter() throws Exception {
    NewSchema schema = newSchema(Topics.CHAT_MESSAGES, ChatMessageEvent.getClassSchema());
    proxy.refuse(schema.id(), 404);
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    try (ChatSystem chat = new ChatSystem(stack);
        TopicTail<byte[]> letters = TopicTail.bytes(stack, Topics.CHAT_MESSAGES_DEAD_LETTERS)) {
      ChatMessageEvent event = chat.aMessageTo(phone.user());
      var _ =
          chat.publish(WAITING, event.getChannelId(), schema.encode(Topics.CHAT_MESSAGES, event));
      await("the registry is asked again").until(() -> proxy.refusals(schema.id()) > 1);
      proxy.pass(schema.id());

      assertThat(new Simulator(stack).awaitPush(phone).body()).isEqualTo(event.getBody());
      assertThat(letters.all()).as("dead letters").isEmpty();
    }
  }

  @Test
  void aDeviceEventWaitsForItsSchemaWhileOtherPartitionsGoOn() throws Exception {
    NewSchema schema = newSchema(Topics.DEVICE_TOKEN_EVENTS, DeviceTokenEvent.getClassSchema());
    proxy.refuse(schema.id(), 403);
    Phone late = Phone.aPhone();
    int waiting = partition(late);
    List<Phone> others =
        Stream.generate(Phone::aPhone)
            .filter(phone -> partition(phone) != waiting)
            .limit(8)
            .toList();
    try (KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()),
                new StringSerializer(),
                new ByteArraySerializer());
        TopicTail<UserDevice> devices =
            TopicTail.records(stack, Topics.USER_DEVICES, UserDevice.class)) {
      var _ =
          producer
              .send(
                  new ProducerRecord<>(
                      Topics.DEVICE_TOKEN_EVENTS,
                      RecordKeys.device(LocalApp.ID, late.id()),
                      schema.encode(Topics.DEVICE_TOKEN_EVENTS, registration(late))))
              .get();
      await("the registry has refused the schema").until(() -> proxy.refusals(schema.id()) > 1);
      new Apps(stack).register(others.toArray(Phone[]::new));
      assertThat(devices.all())
          .extracting(device -> device.key())
          .as("devices while the schema is not to be had")
          .doesNotContain(late.key());

      proxy.pass(schema.id());
      var _ = devices.await("the device", entry -> entry.key().equals(late.key()));
    }
  }

  private static DeviceTokenEvent registration(Phone phone) {
    return DeviceTokenEvent.newBuilder()
        .setEventType(DeviceTokenEventType.REGISTERED)
        .setAppId(LocalApp.ID)
        .setUserId(phone.user())
        .setDeviceId(phone.id())
        .setAddressType(AddressType.TOKEN)
        .setAddressValue(phone.address())
        .setPlatform(phone.platform())
        .setOccurredAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .build();
  }

  private NewSchema newSchema(String topic, Schema before)
      throws IOException, InterruptedException {
    return NewSchema.of(stack.registryUrl(), topic, before);
  }

  private int partition(Phone phone) {
    byte[] key = RecordKeys.device(LocalApp.ID, phone.id()).getBytes(StandardCharsets.UTF_8);
    return BuiltInPartitioner.partitionForKey(key, partitions);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(100));
  }
}
