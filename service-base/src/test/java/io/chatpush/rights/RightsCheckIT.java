package io.chatpush.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.lag.LagProperties;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRight;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Login;
import io.chatpush.schemas.access.Role;
import io.chatpush.schemas.provisioning.TopicProvisioning;
import io.chatpush.schemas.provisioning.TopicSize;
import io.chatpush.testing.broker.BrokerLogins;
import io.chatpush.testing.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a broker whose authorizer allows nothing that no rule allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RightsCheckIT {

  private static final GroupNames GROUPS = GroupNames.defaults();
  private static final List<String> INTERNAL =
      List.of(
          "chatpush-token-ownership-owners-changelog", "chatpush-token-ownership-not-yet-there");
  private static final LagProperties LAG =
      new LagProperties(true, Duration.ofSeconds(10), GROUPS.all(), false);

  private final BrokerLogins logins = logins();
  private EmbeddedBroker broker;
  private Admin administrator;

  private static BrokerLogins logins() {
    Map<String, String> passwords = new HashMap<>();
    passwords.put(BrokerLogins.ADMINISTRATOR, "test-only");
    Login.forEachRole().forEach(login -> passwords.put(login.name(), "test-only"));
    return new BrokerLogins(passwords);
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    broker = EmbeddedBroker.start(directory, 0, logins.settings());
    administrator = Admin.create(client(BrokerLogins.ADMINISTRATOR));
    // By the login that is for it, so that its rights are seen to be enough.
    grant(Role.PROVISIONING, KafkaRights.of(Role.PROVISIONING, GROUPS));
    try (Admin provisioning = Admin.create(client(Role.PROVISIONING))) {
      assertThat(TopicProvisioning.createMissing(provisioning, TopicSize.ofOneBroker(1)).created())
          .hasSameSizeAs(Topics.ALL);
    }
    administrator
        .createTopics(List.of(new NewTopic(INTERNAL.getFirst(), 1, (short) 1)))
        .all()
        .get();
    // A group that has never committed is unknown to the broker, and so are rights on it.
    for (String group : GROUPS.all()) {
      Map<String, Object> member = client(BrokerLogins.ADMINISTRATOR);
      member.put("group.id", group);
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(member, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer.commitSync(
            Map.of(new TopicPartition(Topics.PUSH_REQUESTS, 0), new OffsetAndMetadata(0)));
      }
    }
  }

  @AfterAll
  void stop() {
    administrator.close();
    broker.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKEN_SERVICE", "FAN_OUT", "DELIVERY", "OPERATIONS"})
  void findsNothingMissingWithTheRightsOfTheRole(Role role) throws Exception {
    List<KafkaRight> rights = KafkaRights.of(role, GROUPS);
    grant(role, rights);

    try (Admin admin = Admin.create(client(role))) {
      soon(() -> assertThat(MissingRights.of(admin, rights, INTERNAL)).isEmpty());
    }
    try (RightsCheck check = check(role)) {
      check.attempt();
      assertThat(check.outsideCause()).isEmpty();
    }
  }

  /** Each right of the table, one after the other. */
  @ParameterizedTest
  @EnumSource(names = {"TOKEN_SERVICE", "FAN_OUT", "DELIVERY", "OPERATIONS"})
  void namesEachSingleRightThatIsMissing(Role role) throws Exception {
    List<KafkaRight> rights = KafkaRights.of(role, GROUPS);
    List<AclBinding> all = KafkaRights.bindings(Login.of(role).principal(), rights);
    grant(role, rights);

    try (Admin admin = Admin.create(client(role))) {
      for (AclBinding each : all) {
        administrator.deleteAcls(List.of(each.toFilter())).all().get();
        soon(() -> {
          List<KafkaRight> missing = MissingRights.of(admin, rights, INTERNAL);
          assertThat(missing).as("without %s", each).hasSize(1);
          assertThat(missing.getFirst().resource()).isEqualTo(each.pattern());
          assertThat(missing.getFirst().operations())
              .as("of %s", each.pattern())
              .contains(each.entry().operation());
          assertThat(MissingRights.sentence(missing).orElseThrow())
              .startsWith("Kafka does not grant this login ")
              .contains(KafkaRight.word(each.entry().operation()))
              .contains(" on the ")
              .contains(each.pattern().name());
        });
        administrator.createAcls(List.of(each)).all().get();
      }
    }
  }

  @Test
  void holdsTheStartBackForARightToWorkAndNotForOneToLook() throws Exception {
    List<KafkaRight> rights = new ArrayList<>(KafkaRights.of(Role.DELIVERY, GROUPS));
    rights.removeIf(right -> right.resource().name().equals(GROUPS.fanOut()));
    grant(Role.DELIVERY, rights);

    try (RightsCheck check = check(Role.DELIVERY)) {
      soon(() -> {
        check.attempt();
        assertThat(check.outsideCause().orElseThrow())
            .startsWith("Kafka does not grant this login Describe on the group chatpush-fan-out;");
      });

      grant(
          Role.DELIVERY,
          rights.stream()
              .map(right ->
                  right.resource().name().equals(RetryTier.AFTER_1M.topic())
                      ? right.without(AclOperation.WRITE)
                      : right)
              .toList());
      soon(() ->
          assertThatThrownBy(check::attempt)
              .hasMessageStartingWith(
                  "Kafka does not grant this login Write on the topic push.retry.1m;"));
    }
  }

  @Test
  void namesALoginThatMayDoNothingInOneLine() throws Exception {
    grant(Role.OPERATIONS, List.of());

    try (RightsCheck check = check(Role.OPERATIONS)) {
      soon(() ->
          assertThatThrownBy(check::attempt)
              .message()
              .contains("Read, Write on the topic chat.messages", " more; docs/operate.md")
              .hasSizeLessThan(600));
    }
  }

  @Test
  void letsAChatSystemWriteItsOwnTopicsAndNothingElse() throws Exception {
    grant(Role.CHAT_SYSTEM, KafkaRights.of(Role.CHAT_SYSTEM, GROUPS));
    Map<String, Object> settings = client(Role.CHAT_SYSTEM);
    settings.put("max.block.ms", 5_000);

    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String topic : Topics.ALL.stream().map(Topic::name).toList()) {
        if (topic.equals(Topics.CHAT_MESSAGES) || topic.equals(Topics.CHAT_MEMBERSHIPS)) {
          soon(() -> assertThat(refusal(producer, topic)).as(topic).isEmpty());
        } else {
          assertThat(refusal(producer, topic).orElseThrow())
              .as(topic)
              .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  /** A broker applies a rule some milliseconds after its controller has it. */
  private static void soon(ThrowingRunnable assertion) {
    Awaitility.await("the broker applies the rules")
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }

  private static Optional<Throwable> refusal(KafkaProducer<byte[], byte[]> producer, String topic) {
    try {
      var _ = producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1})).get();
      return Optional.empty();
    } catch (Exception e) {
      return Optional.of(new AssertionError(e));
    }
  }

  private RightsCheck check(Role role) {
    return new RightsCheck(client(role), List.of(role), GROUPS, LAG, INTERNAL);
  }

  private Map<String, Object> client(Role role) {
    return client(Login.of(role).name());
  }

  private Map<String, Object> client(String login) {
    Map<String, Object> settings = new HashMap<>(logins.client(login));
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return settings;
  }

  private void grant(Role role, List<KafkaRight> rights) throws Exception {
    String principal = Login.of(role).principal();
    List<AclBindingFilter> before =
        administrator.describeAcls(AclBindingFilter.ANY).values().get().stream()
            .filter(acl -> acl.entry().principal().equals(principal))
            .map(AclBinding::toFilter)
            .toList();
    administrator.deleteAcls(before).all().get();
    administrator.createAcls(KafkaRights.bindings(principal, rights)).all().get();
  }
}
