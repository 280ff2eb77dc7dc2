package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.KafkaRight;
import io.chatpush.schemas.access.Login;
import io.chatpush.schemas.access.Role;
import io.chatpush.testing.ports.FreePorts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A stack whose broker asks for logins, with each role in a process of its own that has the rights
 * of this role only: everything works, and a right that is taken away is named by the process that
 * needs it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag(Endurance.TAG)
final class LeastRightsIT {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
  private static final Duration NAMED_WITHIN = Duration.ofMinutes(2);
  private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(3);
  private static final List<Role> ROLES = List.of(Role.FAN_OUT, Role.DELIVERY, Role.OPERATIONS);

  private final Map<Role, String> urls = new EnumMap<>(Role.class);
  private final List<Program> programs = new ArrayList<>();
  private RunningStack stack;
  private Admin administrator;
  private Apps apps;
  private ChatSystem chat;
  private Phone phone;

  @BeforeAll
  void start() throws Exception {
    stack = RunningStack.start("least-rights", "--least-rights", "--without", "dispatch-service");
    administrator = Admin.create(stack.administrator());
    urls.put(Role.TOKEN_SERVICE, stack.tokenServiceUrl());
    for (Role role : ROLES) {
      // The commands for operators ask where the stack has dispatch-service.
      String url =
          role == Role.OPERATIONS
              ? stack.dispatchServiceUrl()
              : "http://127.0.0.1:" + FreePorts.any();
      urls.put(role, url);
      programs.add(startDispatchService(role, url.substring(url.lastIndexOf(':') + 1)));
    }
    for (Role role : ROLES) {
      within(role.label() + " is ready", START_LIMIT)
          .untilAsserted(() -> assertThat(health(role, "readiness").statusCode()).isEqualTo(200));
    }
    apps = new Apps(stack);
    chat = new ChatSystem(stack);
    phone = Phone.aPhone();
    apps.register(phone);
  }

  @AfterAll
  void stop() {
    if (chat != null) {
      chat.close();
    }
    programs.forEach(Program::close);
    if (administrator != null) {
      administrator.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void doesEverythingWithTheRightsOfEachRole() throws Exception {
    awaitThatAllWork();
    deliverAMessage();

    Phone refused = Phone.thatAnswers("invalid_argument:x1");
    apps.register(refused);
    ChatMessageEvent message = chat.aMessageTo(refused.user());
    try (TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      var _ = chat.publish(message);
      outcomes.await("the dead letter", entry -> is(entry.value(), message, Outcome.DEAD_LETTERED));
      var _ = run("dead-letters redrive", "--user", refused.user(), "--canary", "0");
      outcomes.await("the acceptance", entry -> is(entry.value(), message, Outcome.ACCEPTED));
    }
    assertThat(run("why", message.getMessageId())).contains("redriven", "accepted");
    assertThat(apps.test(phone).statusCode()).as("a test push").isEqualTo(202);
    awaitLag();
    assertThat(Http.answer(urls.get(Role.DELIVERY) + "/v1/dead-letters").statusCode())
        .as("delivery answers no operators")
        .isIn(401, 404);
    awaitThatAllWork();
  }

  @Test
  void namesARightToWriteThatIsMissing() throws Exception {
    List<Right> taken =
        List.of(
            right(Role.TOKEN_SERVICE, AclOperation.WRITE, Topics.USER_DEVICES),
            right(Role.FAN_OUT, AclOperation.WRITE, Topics.PUSH_REQUESTS),
            right(Role.DELIVERY, AclOperation.WRITE, Topics.PUSH_OUTCOMES),
            right(Role.OPERATIONS, AclOperation.WRITE, Topics.PUSH_COMMANDS));
    without(taken, Map.of(Role.TOKEN_SERVICE, "ownership is ", Role.FAN_OUT, "fan-out is "));
  }

  @Test
  void namesARightToReadThatIsMissing() throws Exception {
    List<Right> taken =
        List.of(
            right(Role.TOKEN_SERVICE, AclOperation.READ, Topics.DEVICE_TOKEN_EVENTS),
            right(Role.FAN_OUT, AclOperation.READ, Topics.CHAT_MESSAGES),
            right(Role.DELIVERY, AclOperation.READ, Topics.PUSH_REQUESTS),
            right(Role.OPERATIONS, AclOperation.READ, Topics.PUSH_DEAD_LETTERS));
    without(taken, Map.of(Role.DELIVERY, "delivery-0 is ", Role.FAN_OUT, "fan-out is "));
  }

  @Test
  void namesARightOnAGroupOrOnTransactionsThatIsMissing() throws Exception {
    List<Right> taken =
        List.of(
            new Right(
                Role.TOKEN_SERVICE,
                AclOperation.WRITE,
                new ResourcePattern(
                    ResourceType.TRANSACTIONAL_ID,
                    "chatpush-token-ownership-",
                    PatternType.PREFIXED),
                "the transactional id chatpush-token-ownership-*"),
            ofGroup(Role.FAN_OUT, AclOperation.READ, "chatpush-fan-out"),
            ofGroup(Role.DELIVERY, AclOperation.READ, "chatpush-delivery"),
            ofGroup(Role.OPERATIONS, AclOperation.DESCRIBE, "chatpush-delivery"));
    without(taken, Map.of(Role.DELIVERY, "delivery-0 is ", Role.FAN_OUT, "fan-out is "));
  }

  /** A right that is taken away, and how a process calls its resource. */
  private record Right(Role role, AclOperation operation, ResourcePattern resource, String called) {

    AclBinding binding() {
      return new AclBinding(
          resource,
          new AccessControlEntry(
              Login.of(role).principal(), "*", operation, AclPermissionType.ALLOW));
    }

    String sentence() {
      return KafkaRight.word(operation) + " on " + called;
    }
  }

  private static Right right(Role role, AclOperation operation, String topic) {
    return new Right(
        role,
        operation,
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        "the topic " + topic);
  }

  private static Right ofGroup(Role role, AclOperation operation, String group) {
    return new Right(
        role,
        operation,
        new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL),
        "the group " + group);
  }

  /** Takes rights away, awaits that each process says so, gives them back, and awaits a push. */
  private void without(List<Right> taken, Map<Role, String> affected) throws Exception {
    awaitThatAllWork();
    List<AclBinding> bindings = taken.stream().map(Right::binding).toList();
    assertThat(administrator.describeAcls(AclBindingFilter.ANY).values().get())
        .containsAll(bindings);
    administrator.deleteAcls(bindings.stream().map(AclBinding::toFilter).toList()).all().get();
    try {
      for (Right right : taken) {
        within(right.role().label() + " names " + right.sentence(), NAMED_WITHIN)
            .untilAsserted(() -> {
              beBusy();
              assertThat(liveness(right.role()))
                  .contains("kafka-rights is blocked: Kafka does not grant this login ")
                  .contains(right.sentence());
            });
      }
      for (Map.Entry<Role, String> part : affected.entrySet()) {
        within(part.getKey().label() + " names its part", NAMED_WITHIN)
            .untilAsserted(() -> {
              beBusy();
              assertThat(liveness(part.getKey())).contains(part.getValue());
            });
      }
    } finally {
      administrator.createAcls(bindings).all().get();
    }
    awaitThatAllWork();
    deliverAMessage();
  }

  /** Without work, nothing of what cannot work fails. */
  private void beBusy() throws Exception {
    var _ = chat.publish(chat.aMessageTo(phone.user()));
    // A new device, since a repeat changes nothing.
    assertThat(apps.refresh(Phone.aPhone())).isIn(202, 429, 503);
  }

  private void deliverAMessage() throws Exception {
    ChatMessageEvent message = chat.aMessageTo(phone.user());
    try (TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      var _ = chat.publish(message);
      outcomes.await("the outcome", entry -> is(entry.value(), message, Outcome.ACCEPTED));
    }
  }

  private void awaitThatAllWork() {
    for (Role role : urls.keySet()) {
      within("all parts of " + role.label() + " work", RECOVERED_WITHIN)
          .untilAsserted(
              () -> assertThat(liveness(role)).contains("all background parts are working"));
    }
  }

  /** Each process shows the lag of all groups, those of other roles included. */
  private void awaitLag() {
    for (String url : urls.values()) {
      within("the lag of all groups at " + url, START_LIMIT)
          .untilAsserted(() ->
              assertThat(Http.get(url + "/actuator/prometheus").lines())
                  .as("members of the groups")
                  .anyMatch(line -> isMembersOf(line, "chatpush-fan-out"))
                  .anyMatch(line -> isMembersOf(line, "chatpush-delivery"))
                  .anyMatch(line -> isMembersOf(line, "chatpush-token-ownership")));
    }
  }

  private static boolean isMembersOf(String line, String group) {
    return line.startsWith("kafka_consumergroup_group_members{")
        && line.contains("group=\"" + group + "\"")
        && !line.endsWith(" 0.0");
  }

  private static boolean is(PushOutcome outcome, ChatMessageEvent message, Outcome wanted) {
    return outcome.getMessage().getMessageId().equals(message.getMessageId())
        && outcome.getOutcome() == wanted;
  }

  private String run(String command, String... arguments) throws InterruptedException {
    return stack.chatpush(command, arguments).await(COMMAND_LIMIT).requireSuccess();
  }

  /** The body of liveness, which must be up: no restart helps where a right is missing. */
  private String liveness(Role role) {
    HttpResponse<String> answer = health(role, "liveness");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<String> health(Role role, String group) {
    return Http.answer(urls.get(role) + "/actuator/health/" + group);
  }

  private Program startDispatchService(Role role, String port) throws IOException {
    Path jar;
    try (Stream<Path> files = Files.list(Project.file("dispatch-service/target"))) {
      jar = files.filter(file -> file.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
    }
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "--spring.config.additional-location=file:"
                    + stack.directory().config().resolve("dispatch-service.properties"),
                "--server.port=" + port,
                "--spring.kafka.streams.state-dir="
                    + stack.directory().state("dispatch-" + role.label()),
                "--spring.kafka.properties.sasl.jaas.config="
                    + stack.logins().of(role).get("sasl.jaas.config"),
                "--logging.file.name=" + stack.directory().logs().resolve(role.label() + ".log")));
    for (Role each : ROLES) {
      line.add("--chatpush." + each.label() + ".enabled=" + (each == role));
    }
    return Program.start("dispatch-service of " + role.label(), new ProcessBuilder(line), "");
  }

  private static ConditionFactory within(String what, Duration limit) {
    return Awaitility.await(what)
        .atMost(limit)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions();
  }
}
