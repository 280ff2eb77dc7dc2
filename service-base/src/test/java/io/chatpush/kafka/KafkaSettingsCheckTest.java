package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.chatpush.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KafkaSettingsCheckTest {

  private static final String CONSUMER = "spring.kafka.consumer.properties.group.protocol=consumer";
  private static final String SECRET = "not-a-real-secret";

  @TempDir private Path directory;

  static Stream<Arguments> complaints() {
    return Stream.of(
        complaint(
            "spring.kafka.properties.session.timeout.ms is set, but the group protocol consumer has no such setting,"
                + " because the broker decides with group.consumer.session.timeout.ms: remove it, or set"
                + " spring.kafka.consumer.properties.group.protocol to classic.",
            CONSUMER,
            "spring.kafka.properties.session.timeout.ms=45000"),
        complaint(
            "spring.kafka.consumer.heartbeat-interval is set, but the group protocol consumer",
            CONSUMER,
            "spring.kafka.consumer.heartbeat-interval=3s"),
        complaint(
            "spring.kafka.consumer.properties.partition.assignment.strategy is set, but the group protocol consumer",
            CONSUMER,
            "spring.kafka.consumer.properties.partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor"),
        complaint(
            "spring.kafka.consumer.properties.group.remote.assignor is set, but the group protocol classic has no"
                + " such setting, because the members assign the partitions themselves: remove it, or set"
                + " spring.kafka.consumer.properties.group.protocol to consumer.",
            "spring.kafka.consumer.properties.group.remote.assignor=uniform"),
        complaint(
            "spring.kafka.consumer.properties.group.protocol is \"newest\", which Kafka refuses for the consumer"
                + " (String must be one of (case insensitive): CONSUMER, CLASSIC): correct or remove it.",
            "spring.kafka.consumer.properties.group.protocol=newest"),
        complaint(
            "spring.kafka.properties.group.protocol is \"consumer\", which Kafka Streams refuses: set"
                + " spring.kafka.consumer.properties.group.protocol,",
            "spring.kafka.properties.group.protocol=consumer"),
        complaint(
            "spring.kafka.consumer.properties.interceptor.classes names the class com.example.Absent, which cannot"
                + " be loaded: correct the name, or put its jar on the class path.",
            "spring.kafka.consumer.properties.interceptor.classes=com.example.Absent"),
        complaint(
            "spring.kafka.producer.properties.interceptor.classes names the class com.example.Absent,",
            "spring.kafka.producer.properties.interceptor.classes=com.example.Absent"),
        complaint(
            "spring.kafka.properties.metric.reporters names the class com.example.Absent,",
            "spring.kafka.properties.metric.reporters=com.example.Absent"),
        complaint(
            "spring.kafka.admin.properties.metric.reporters names the class java.lang.String, which does not"
                + " implement org.apache.kafka.common.metrics.MetricsReporter: correct or remove it.",
            "spring.kafka.admin.properties.metric.reporters=java.lang.String"),
        complaint(
            "spring.kafka.consumer.properties.partition.assignment.strategy names the class com.example.Absent,",
            "spring.kafka.consumer.properties.partition.assignment.strategy=com.example.Absent"),
        complaint(
            "spring.kafka.streams.properties.main.consumer.interceptor.classes names the class com.example.Absent,",
            "spring.kafka.streams.properties.main.consumer.interceptor.classes=com.example.Absent"),
        complaint(
            "spring.kafka.streams.properties.producer.max.block.ms is \"soon\", which Kafka refuses for the producers"
                + " of Kafka Streams (Not a number of type LONG): correct or remove it.",
            "spring.kafka.streams.properties.producer.max.block.ms=soon"),
        complaint(
            "spring.kafka.streams.properties.commit.interval.ms is \"-1\", which Kafka refuses for Kafka Streams"
                + " (Value must be at least 0): correct or remove it.",
            "spring.kafka.streams.properties.commit.interval.ms=-1"),
        complaint(
            "spring.kafka.streams.properties.session.timeout.ms is 3000 for the main consumers of Kafka Streams, it"
                + " must be more than 3000,",
            "spring.kafka.streams.properties.session.timeout.ms=3000"),
        complaint(
            "spring.kafka.consumer.properties.session.timeout.ms is 6000 for the consumer, it must be more than"
                + " 10000, because a member must send a heartbeat within its session, better three: change it or"
                + " spring.kafka.consumer.heartbeat-interval.",
            "spring.kafka.consumer.properties.session.timeout.ms=6000",
            "spring.kafka.consumer.heartbeat-interval=10s"),
        complaint(
            "spring.kafka.properties.request.timeout.ms is 400 for the consumer, it must be more than 500,",
            "spring.kafka.properties.request.timeout.ms=400"),
        complaint(
            "spring.kafka.producer.properties.delivery.timeout.ms is 10000 for the producer, it must be at least",
            "spring.kafka.producer.properties.delivery.timeout.ms=10000"),
        complaint(
            "spring.kafka.producer.buffer-memory is 1024 for the producer, it must be at least 1048576,",
            "spring.kafka.producer.buffer-memory=1KB"),
        complaint(
            "spring.kafka.admin.properties.default.api.timeout.ms is 1000 for the admin client, it must be at least"
                + " 30000,",
            "spring.kafka.admin.properties.default.api.timeout.ms=1000"),
        complaint(
            "Kafka refuses the settings of the producer, correct spring.kafka.producer.retries: Must set retries to"
                + " non-zero when using the idempotent producer.",
            "spring.kafka.producer.retries=0",
            "spring.kafka.producer.properties.enable.idempotence=true"),
        complaint(
            "spring.kafka.producer.properties.transactional.id is set, but this producer writes without"
                + " transactions: remove it.",
            "spring.kafka.producer.properties.transactional.id=one"),
        complaint(
            "spring.kafka.consumer.enable-auto-commit is true, but records would be committed before they are"
                + " delivered: remove it.",
            "spring.kafka.consumer.enable-auto-commit=true"),
        complaint(
            "spring.kafka.consumer.auto-offset-reset is \"latest\" for the consumer, but a group without offsets"
                + " must begin with the oldest record, so that no event is skipped: remove it or set it to earliest.",
            "spring.kafka.consumer.auto-offset-reset=latest"),
        complaint(
            "spring.kafka.consumer.properties.auto.offset.reset is \"none\" for the consumer,",
            "spring.kafka.consumer.properties.auto.offset.reset=none"),
        complaint(
            "spring.kafka.properties.auto.offset.reset is \"by_duration:P1D\" for the consumer,",
            "spring.kafka.properties.auto.offset.reset=by_duration:P1D"),
        complaint(
            "spring.kafka.streams.properties.auto.offset.reset is \"latest\" for the main consumers of Kafka Streams,",
            "spring.kafka.streams.properties.auto.offset.reset=latest"),
        complaint(
            "spring.kafka.streams.properties.main.consumer.auto.offset.reset is \"none\" for the main consumers of"
                + " Kafka Streams,",
            "spring.kafka.streams.properties.auto.offset.reset=earliest",
            "spring.kafka.streams.properties.main.consumer.auto.offset.reset=none"),
        complaint(
            "spring.kafka.consumer.properties.group.instance.id is not a name that Kafka accepts for a member:",
            "spring.kafka.consumer.properties.group.instance.id=pod 1"),
        complaint(
            "spring.kafka.bootstrap-servers names \"kafka.example.invalid\", which is not host:port.",
            "spring.kafka.bootstrap-servers=kafka.example.invalid"),
        complaint(
            "spring.kafka.security.protocol is \"SASL\", which Kafka refuses for the producer",
            "spring.kafka.security.protocol=SASL"),
        complaint(
            "spring.kafka.properties.client.dns.lookup is \"all\", which Kafka refuses for the producer",
            "spring.kafka.properties.client.dns.lookup=all"),
        complaint(
            "spring.kafka.properties.sasl.client.callback.handler.class names the class"
                + " software.amazon.msk.auth.iam.IAMClientCallbackHandler, which cannot be loaded: correct the"
                + " name, or put its jar on the class path.",
            "spring.kafka.security.protocol=SASL_SSL",
            "spring.kafka.properties.sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler"),
        complaint(
            "spring.kafka.properties.sasl.jaas.config names the login module com.example.Absent, whose class cannot"
                + " be loaded:",
            "spring.kafka.security.protocol=SASL_SSL",
            "spring.kafka.properties.sasl.jaas.config=com.example.Absent required password=\""
                + SECRET
                + "\";"),
        complaint(
            "spring.kafka.properties.sasl.jaas.config is not a login that Kafka can read:",
            "spring.kafka.security.protocol=SASL_SSL",
            "spring.kafka.properties.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " password=\""
                + SECRET
                + "\""),
        complaint(
            "spring.kafka.ssl.trust-store-location names /absent/ca.pem, which is not a file that this process can"
                + " read:",
            "spring.kafka.security.protocol=SSL",
            "spring.kafka.ssl.trust-store-location=file:/absent/ca.pem",
            "spring.kafka.ssl.trust-store-type=PEM"));
  }

  private static Arguments complaint(String sentence, String... settings) {
    return arguments(sentence, settings);
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void namesTheSettingAsItWasWritten(String sentence, String[] settings) {
    assertThatThrownBy(() -> check(settings))
        .isInstanceOf(InvalidSettingException.class)
        .message()
        .startsWith(sentence)
        .doesNotContain("\n", SECRET);
  }

  @Test
  void namesTheEnvironmentVariable() {
    assertThatThrownBy(() ->
            check(
                Map.of("SPRING_KAFKA_CONSUMER_PROPERTIES_HEARTBEAT_INTERVAL_MS", "3000"), CONSUMER))
        .hasMessageStartingWith(
            "the environment variable SPRING_KAFKA_CONSUMER_PROPERTIES_HEARTBEAT_INTERVAL_MS is set, but the group"
                + " protocol consumer has no such setting");
  }

  @Test
  void namesTheVariableThatWouldSkipEvents() {
    assertThatThrownBy(() -> check(Map.of("SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET", "latest")))
        .hasMessageStartingWith(
            "the environment variable SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET is \"latest\" for the consumer,");
  }

  @Test
  void acceptsAResetThatOnlyReadersOfNoGroupGet() {
    // They set it themselves: see RecordTimes and LogConsumers.
    StandardEnvironment environment = environment(Map.of());
    Map<String, Object> reader = new HashMap<>();
    reader.put("bootstrap.servers", "localhost:9092");
    reader.put("key.deserializer", ByteArrayDeserializer.class);
    reader.put("value.deserializer", ByteArrayDeserializer.class);
    reader.put("auto.offset.reset", "latest");
    assertThatCode(() -> new KafkaSettingsCheck(environment).reader(reader))
        .doesNotThrowAnyException();
  }

  @Test
  void showsNoLineBreakOfAValue() {
    assertThatThrownBy(
            () -> check("spring.kafka.properties.client.dns.lookup=all\nERROR forged line"))
        .hasMessageContaining("\"all ERROR forged line\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer", "CLASSIC", "Consumer"})
  void acceptsBothProtocolsAndWhatKafkaDoesNotKnow(String protocol) {
    assertThatCode(() ->
            check(
                "spring.kafka.consumer.properties.group.protocol=" + protocol,
                "spring.kafka.properties.nobody.knows.this=1",
                "spring.kafka.properties.basic.auth.credentials.source=USER_INFO",
                "spring.kafka.properties.client.dns.lookup=use_all_dns_ips",
                "spring.kafka.streams.properties.session.timeout.ms=45000",
                "spring.kafka.producer.acks=all"))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsALoginAndAStoreThatAreThere() throws Exception {
    Path store = Files.createFile(directory.resolve("ca.pem"));
    assertThatCode(() ->
            check(
                "spring.kafka.security.protocol=SASL_SSL",
                "spring.kafka.properties.sasl.mechanism=PLAIN",
                "spring.kafka.properties.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
                    + " required username=\"fixture\" password=\""
                    + SECRET
                    + "\";",
                "spring.kafka.ssl.trust-store-location=file:" + store,
                "spring.kafka.ssl.trust-store-type=PEM"))
        .doesNotThrowAnyException();
  }

  @Test
  void doesNotLookAtALoginThatIsNotUsed() {
    assertThatCode(() -> check("spring.kafka.properties.sasl.jaas.config=anything"))
        .doesNotThrowAnyException();
  }

  @Test
  void wantsAllReplicasToAcknowledge() {
    assertThatThrownBy(() ->
            new KafkaSettingsCheck(environment(Map.of(), "spring.kafka.producer.properties.acks=1"))
                .acknowledgedByAll(Map.of("acks", "1"), "it must be safe"))
        .hasMessage(
            "spring.kafka.producer.properties.acks is 1, but it must be safe: set it to all.");
  }

  private static void check(String... settings) {
    check(Map.of(), settings);
  }

  private static void check(Map<String, Object> variables, String... settings) {
    StandardEnvironment environment = environment(variables, settings);
    KafkaProperties properties =
        Binder.get(environment).bindOrCreate("spring.kafka", KafkaProperties.class);
    KafkaSettingsCheck check = new KafkaSettingsCheck(environment);
    Map<String, Object> producer = new HashMap<>(properties.buildProducerProperties());
    producer.put("key.serializer", ByteArraySerializer.class);
    producer.put("value.serializer", ByteArraySerializer.class);
    check.producer(producer);
    Map<String, Object> consumer = new HashMap<>(properties.buildConsumerProperties());
    consumer.put("key.deserializer", ByteArrayDeserializer.class);
    consumer.put("value.deserializer", ByteArrayDeserializer.class);
    consumer.putIfAbsent("enable.auto.commit", false);
    consumer.putIfAbsent("auto.offset.reset", "earliest");
    check.member(consumer);
    check.admin(properties.buildAdminProperties());
    check.streams(properties.buildStreamsProperties());
    assertThat(properties).isNotNull();
  }

  private static StandardEnvironment environment(
      Map<String, Object> variables, String... settings) {
    Map<String, Object> map = new HashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      map.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", map));
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    ConfigurationPropertySources.attach(environment);
    return environment;
  }
}
