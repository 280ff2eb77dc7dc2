package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.chatpush.events.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Takes a permission from every consumer group of the running services: health names each part that
 * does not work and why, without failing liveness, the alert fires, and everything works again when
 * the permissions are back.
 */
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SupervisionIT {

  /** In which a part must be named, and must work again. */
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** The minute of the alert, and what Prometheus needs to see it. */
  private static final Duration ALERT_LIMIT = Duration.ofMinutes(3);

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int PHONES = 4;
  private static final Duration PACE = Duration.ofMillis(500);

  private static final List<String> GROUPS =
      List.of(
          "chatpush-fan-out",
          "chatpush-delivery",
          "chatpush-delivery-bulk",
          "chatpush-delivery-retry",
          "chatpush-token-ownership");

  /** The parts of dispatch-service that need one of the groups. */
  private static final List<String> DISPATCH_PARTS =
      List.of("fan-out", "delivery-0", "delivery-bulk-0", "retry");

  private final RunningStack stack;
  private final PrometheusServer prometheus;

  SupervisionIT(RunningStack stack) throws IOException {
    assumeTrue(
        PrometheusServer.isInstalled("prometheus"),
        "prometheus is not on the PATH: alerts of supervision are not tried");
    this.stack = stack;
    prometheus = PrometheusServer.start(stack);
  }

  @AfterAll
  void stop() {
    prometheus.close();
  }

  @Test
  void namesEveryPartWithoutPermissionAndRecoversWithIt() throws Exception {
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
    new Apps(stack).register(phones.toArray(Phone[]::new));
    ProcessHandle dispatch = stack.process("dispatch-service");
    ProcessHandle token = stack.process("token-service");
    try (Chatter chatter = Chatter.begin(stack, phones, PACE);
        Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
      admin.createAcls(denials()).all().get();
      try {
        within("health of dispatch-service names its parts", MINUTE)
            .untilAsserted(() ->
                assertThat(liveness(stack.dispatchServiceUrl()))
                    .contains(DISPATCH_PARTS.stream().map(part -> part + " is ").toList())
                    .contains("Kafka refuses access to the group chatpush-delivery"));
        within("health of token-service names its part", MINUTE)
            .untilAsserted(() ->
                assertThat(liveness(stack.tokenServiceUrl()))
                    .contains(
                        "ownership is blocked: ",
                        "Kafka refuses access to the group chatpush-token-ownership"));
        within("the alert fires for each of them", ALERT_LIMIT)
            .untilAsserted(
                () -> assertThat(firingParts()).containsAll(DISPATCH_PARTS).contains("ownership"));
      } finally {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
      }
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

  /** Everything on the groups is allowed, as before, but to read as a member. */
  private static List<AclBinding> denials() {
    List<AclBinding> acls = new ArrayList<>();
    for (String group : GROUPS) {
      ResourcePattern pattern = new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL);
      acls.add(binding(pattern, AclOperation.ALL, AclPermissionType.ALLOW));
      acls.add(binding(pattern, AclOperation.READ, AclPermissionType.DENY));
    }
    return acls;
  }

  private static AclBinding binding(
      ResourcePattern pattern, AclOperation operation, AclPermissionType permission) {
    return new AclBinding(pattern, new AccessControlEntry("User:*", "*", operation, permission));
  }

  /** The body of liveness, which must be up. */
  private static String liveness(String service) {
    HttpResponse<String> answer = Http.answer(service + "/actuator/health/liveness");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private List<String> firingParts() {
    return prometheus.labels(
        "ALERTS{alertname=\"ChatpushPartBlocked\",alertstate=\"firing\"}", "part");
  }

  private static ConditionFactory within(String what, Duration limit) {
    return Awaitility.await(what).atMost(limit).pollInterval(Duration.ofSeconds(1));
  }
}
