package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.chatpush.events.Outcome;
import io.chatpush.schemas.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Breaks every supervised part of the running services: health names each part that does not work
 * and why, the alert fires, and everything works again when the cause is gone. A missing permission
 * does not fail liveness, because no restart could help.
 */
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("faults")
final class SupervisionIT {

  /** In which a part must be named, and must work again. */
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** The minute of the alert, and what Prometheus needs to see it. */
  private static final Duration ALERT_LIMIT = Duration.ofMinutes(3);

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String LIVENESS = "/actuator/health/liveness";
  private static final int PHONES = 4;
  private static final Duration PACE = Duration.ofMillis(500);

  private static final List<String> GROUPS =
      List.of(
          "chatpush-fan-out",
          "chatpush-fan-out-bulk",
          "chatpush-delivery",
          "chatpush-delivery-bulk",
          "chatpush-delivery-retry",
          "chatpush-token-ownership");

  /** The parts of dispatch-service that need the groups. */
  private static final List<String> GROUP_PARTS =
      List.of("fan-out", "fan-out-bulk", "delivery-0", "delivery-bulk-0", "retry", "consumer-lag");

  /**
   * By default the two tasks run so seldom that a minute is not enough to call them late. A part is
   * called broken, and given up, sooner than by default, to spare the time.
   */
  private static final Map<String, String> OFTEN =
      Map.of(
          "CHATPUSH_LAG_INTERVAL",
          "2s",
          "CHATPUSH_FCM_CREDENTIALSCHECK",
          "5s",
          "CHATPUSH_SUPERVISION_GRACE",
          Endurance.length("8s", "20s"),
          "CHATPUSH_SUPERVISION_GIVEUPAFTER",
          Endurance.length("10s", "60s"));

  private final RunningStack stack;
  private final PrometheusServer prometheus;

  SupervisionIT(RunningStack stack) throws IOException, InterruptedException {
    assumeTrue(
        PrometheusServer.isInstalled("prometheus"),
        "prometheus is not on the PATH: alerts of supervision are not tried");
    this.stack = stack;
    prometheus = PrometheusServer.start(stack);
    stack.restartDispatchService(OFTEN);
  }

  @AfterAll
  void stop() throws InterruptedException {
    prometheus.close();
    stack.restartDispatchService(Map.of());
  }

  @Test
  void namesEveryPartThatIsBrokenAndRecoversByItself() throws Exception {
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
    Apps apps = new Apps(stack);
    apps.register(phones.toArray(Phone[]::new));
    breakTheTestPushes(apps, phones);
    ProcessHandle dispatch = stack.process("dispatch-service");
    ProcessHandle token = stack.process("token-service");
    try (Chatter chatter = Chatter.begin(stack, phones, PACE);
        Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
      try {
        breakThoseThatWrite(admin, apps, phones.getFirst());
        breakTheCheckOfTheCredentials();
        breakThoseThatRead(admin);
        requireAlerts(apps, phones.getFirst());
        requireThatOneHasFailed();
      } finally {
        restoreTheCredentials();
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
      }
      within("registrations are taken again", MINUTE)
          .untilAsserted(() -> assertThat(apps.refresh(phones.getFirst())).isEqualTo(202));
      for (String service : List.of(stack.dispatchServiceUrl(), stack.tokenServiceUrl())) {
        within("all parts work again", MINUTE)
            .untilAsserted(
                () -> assertThat(liveness(service)).contains("all background parts are working"));
      }
      int calledFor = chatter.stop();
      assertThat(chatter.awaitOutcomes(LIMIT)).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
    }
    assertThat(dispatch.isAlive()).as("dispatch-service was not restarted").isTrue();
    assertThat(token.isAlive()).as("token-service was not restarted").isTrue();
  }

  /** On its own, because nobody else can write events meanwhile. */
  private void breakTheTestPushes(Apps apps, List<Phone> phones) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
      try {
        deny(admin, ResourceType.TOPIC, List.of(Topics.CHAT_MESSAGES), AclOperation.WRITE);
        within("health of token-service names the sender of test pushes", MINUTE)
            .untilAsserted(() -> {
              refuseTestPushes(apps, phones);
              assertThat(liveness(stack.tokenServiceUrl()))
                  .contains("test-push-sender is blocked: ", Topics.CHAT_MESSAGES);
            });
        within("the alert fires for it", ALERT_LIMIT)
            .untilAsserted(() -> {
              refuseTestPushes(apps, phones);
              assertThat(firingParts("ChatpushPartBlocked")).contains("test-push-sender");
            });
      } finally {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
      }
      within("test pushes are taken again", MINUTE)
          .untilAsserted(
              () -> assertThat(apps.test(phones.getFirst()).statusCode()).isEqualTo(202));
    }
  }

  /** Of several users, because a user may ask for a few in a minute only. */
  private static void refuseTestPushes(Apps apps, List<Phone> phones) throws Exception {
    for (Phone phone : phones) {
      assertThat(apps.test(phone).statusCode()).isIn(503, 429);
    }
  }

  /** First, because a publisher without anything to write cannot fail. */
  private void breakThoseThatWrite(Admin admin, Apps apps, Phone phone) throws Exception {
    deny(
        admin,
        ResourceType.TOPIC,
        List.of(Topics.PUSH_OUTCOMES, Topics.DEVICE_TOKEN_EVENTS),
        AclOperation.WRITE);
    // Read every 30 s: it is late when the others have been named.
    deny(admin, ResourceType.TOPIC, List.of(Topics.DEAD_LETTER_ACTIONS), AclOperation.DESCRIBE);
    within("health of dispatch-service names its publisher", MINUTE)
        .untilAsserted(() ->
            assertThat(liveness(stack.dispatchServiceUrl()))
                .contains("event-publisher is blocked: ", Topics.PUSH_OUTCOMES));
    within("health of token-service names its sender", MINUTE)
        .untilAsserted(() -> {
          assertThat(apps.refresh(phone)).isEqualTo(503);
          assertThat(liveness(stack.tokenServiceUrl())).contains("event-sender is blocked: ");
        });
  }

  private void breakThoseThatRead(Admin admin) throws Exception {
    deny(admin, ResourceType.GROUP, GROUPS, AclOperation.READ, AclOperation.DESCRIBE);
    within("health of dispatch-service names its parts", MINUTE)
        .untilAsserted(() ->
            assertThat(Http.answer(stack.dispatchServiceUrl() + LIVENESS).body())
                .contains(GROUP_PARTS.stream().map(part -> part + " is ").toList())
                .contains("Kafka refuses access to the group chatpush-delivery"));
    within("health of token-service names its part", MINUTE)
        .untilAsserted(() ->
            assertThat(liveness(stack.tokenServiceUrl()))
                .contains(
                    "ownership is blocked: ",
                    "Kafka refuses access to the group chatpush-token-ownership"));
  }

  /**
   * As on a network file system that hangs: to open a named pipe blocks until it is written. Health
   * names the check only after the other parts, for it must be late first.
   */
  private void breakTheCheckOfTheCredentials() throws Exception {
    Files.copy(credentials(), beside("aside"));
    assertThat(new ProcessBuilder("mkfifo", beside("pipe").toString()).start().waitFor()).isZero();
    Files.move(beside("pipe"), credentials(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void restoreTheCredentials() throws IOException {
    if (Files.exists(beside("aside"))) {
      Files.move(credentials(), beside("pipe"), StandardCopyOption.ATOMIC_MOVE);
      Files.move(beside("aside"), credentials(), StandardCopyOption.ATOMIC_MOVE);
      // Open for reading, too, it does not wait for readers; those that wait find the end of it.
      new RandomAccessFile(beside("pipe").toFile(), "rw").close();
    }
  }

  private Path credentials() {
    return stack.directory().simulator().resolve("service-account.json");
  }

  private Path beside(String extension) {
    return credentials().resolveSibling("service-account." + extension);
  }

  private void requireAlerts(Apps apps, Phone phone) {
    within("the alert fires for each part that no restart can help", ALERT_LIMIT)
        .untilAsserted(() -> {
          // Without a request for two minutes, nothing is known of the sender.
          assertThat(apps.refresh(phone)).isEqualTo(503);
          assertThat(firingParts("ChatpushPartBlocked"))
              .containsAll(GROUP_PARTS)
              .contains("ownership", "event-publisher", "event-sender", "topic-partitions");
        });
    within("the alert fires for the part that no restart has helped", ALERT_LIMIT)
        .untilAsserted(
            () -> assertThat(firingParts("ChatpushPartFailed")).contains("fcm-credentials-check"));
  }

  /** Liveness fails for the part that is given up, and for none of those that are blocked. */
  private void requireThatOneHasFailed() {
    HttpResponse<String> liveness = Http.answer(stack.dispatchServiceUrl() + LIVENESS);
    assertThat(liveness.statusCode()).as(liveness.body()).isEqualTo(503);
    assertThat(liveness.body())
        .contains("fcm-credentials-check does not work, restarting it did not help: ")
        .containsOnlyOnce("restarting it did not help");
    assertThat(firingParts("ChatpushPartFailed")).containsOnly("fcm-credentials-check");
  }

  /** Allows all operations on the resources, as before, except for some. */
  private static void deny(
      Admin admin, ResourceType type, List<String> names, AclOperation... operations)
      throws Exception {
    List<AclBinding> acls = new ArrayList<>();
    for (String name : names) {
      ResourcePattern pattern = new ResourcePattern(type, name, PatternType.LITERAL);
      acls.add(binding(pattern, AclOperation.ALL, AclPermissionType.ALLOW));
      for (AclOperation operation : operations) {
        acls.add(binding(pattern, operation, AclPermissionType.DENY));
      }
    }
    admin.createAcls(acls).all().get();
  }

  private static AclBinding binding(
      ResourcePattern pattern, AclOperation operation, AclPermissionType permission) {
    return new AclBinding(pattern, new AccessControlEntry("User:*", "*", operation, permission));
  }

  /** The body of liveness, which must be up. */
  private static String liveness(String service) {
    HttpResponse<String> answer = Http.answer(service + LIVENESS);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private List<String> firingParts(String alert) {
    return prometheus.labels("ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}", "part");
  }

  private static ConditionFactory within(String what, Duration limit) {
    return Awaitility.await(what).atMost(limit).pollInterval(Duration.ofSeconds(1));
  }
}
