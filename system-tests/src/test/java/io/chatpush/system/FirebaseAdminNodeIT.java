package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official Admin SDK for Node.js cannot tell the simulator from FCM. */
@SystemTest
final class FirebaseAdminNodeIT {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * How an address answers, and what the SDK calls that. It tries again after a 503, for seven
   * seconds unless Retry-After is longer than it ever waits.
   */
  private static final Map<String, String> CODES =
      Map.of(
          "unregistered", "messaging/registration-token-not-registered",
          "invalid_argument", "messaging/invalid-argument",
          "sender_id_mismatch", "messaging/mismatched-credential",
          "quota_exceeded", "messaging/message-rate-exceeded",
          "unavailable:90s", "messaging/server-unavailable",
          "internal", "messaging/internal-error",
          "third_party_auth_error", "messaging/third-party-auth-error");

  private final RunningStack stack;

  FirebaseAdminNodeIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void getsSuccessAndEveryErrorAsFromFcmOverBothVersionsOfHttp() throws Exception {
    Phone phone = Phone.aPhone();
    List<String> rules = CODES.keySet().stream().sorted().toList();
    List<Phone> failing = rules.stream().map(Phone::thatAnswers).toList();

    JsonNode printed = send(phone, failing);

    for (String protocol : List.of("overHttp1", "overHttp2")) {
      JsonNode answers = printed.path(protocol);
      assertThat(answers.path(0).path("messageId").asString("none"))
          .as("name of the accepted message, %s", protocol)
          .matches("projects/[^/]+/messages/.+");
      assertThat(
              StreamSupport.stream(answers.spliterator(), false)
                  .skip(1)
                  .map(answer -> answer.path("code").asString("none")))
          .as("codes for %s, %s", rules, protocol)
          .containsExactlyElementsOf(rules.stream().map(CODES::get).toList());
    }
    assertThat(new Simulator(stack).inbox(phone).pushes())
        .extracting(Simulator.Push::title)
        .containsExactly("From Node", "From Node");
  }

  private JsonNode send(Phone phone, List<Phone> failing) throws Exception {
    List<String> addresses =
        Stream.concat(Stream.of(phone.address()), failing.stream().map(Phone::address)).toList();
    var files = stack.directory().simulator();
    return JSON.readTree(
        NodeScripts.run(
            List.of("--require", "./redirect-google.cjs"),
            Map.of(
                "FCM_SIMULATOR_PORT",
                Integer.toString(stack.simulatorTlsPort()),
                "NODE_EXTRA_CA_CERTS",
                files.resolve("certificate-to-trust.pem").toString()),
            List.of(
                "send-with-firebase-admin.mjs", files.resolve("service-account.json").toString()),
            JSON.writeValueAsString(addresses)));
  }
}
