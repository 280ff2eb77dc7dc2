package io.chatpush.dispatch.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.access.AccessGrant;
import io.chatpush.dispatch.operations.deadletters.JobRequest.Action;
import io.chatpush.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.Jwt;

class JobBodyTest {

  private static final AccessGrant OPERATOR = AccessGrant.of(token("demo"));

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "[]", "1e999999999", "{\"rate\":1e999999999}"})
  void refusesWhatIsNoRequest(String body) {
    assertThatThrownBy(() -> JobBody.read(Action.REDRIVE, body.getBytes(UTF_8), OPERATOR))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "9"})
  void refusesWhatExceedsALimitOfTheParser(String repeated) {
    assertThatThrownBy(
            () -> JobBody.read(Action.REDRIVE, repeated.repeat(12_000).getBytes(UTF_8), OPERATOR))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void startsNoJobForAnAppOfSomebodyElse() {
    byte[] all = "{}".getBytes(UTF_8);
    byte[] other = "{\"app\":\"other\"}".getBytes(UTF_8);

    assertThat(JobBody.read(Action.REDRIVE, all, OPERATOR).filter().apps()).containsExactly("demo");
    assertThatThrownBy(() -> JobBody.read(Action.DISCARD, other, OPERATOR))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("claim app");
    assertThatThrownBy(() -> JobBody.read(Action.DISCARD, all, AccessGrant.of(token(42))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("names no app");
  }

  @Test
  void waitsForACanaryOnlyInARedrive() {
    byte[] all = "{}".getBytes(UTF_8);

    assertThat(JobBody.read(Action.REDRIVE, all, OPERATOR).canary())
        .isEqualTo(JobRequest.DEFAULT_CANARY);
    assertThat(JobBody.read(Action.DISCARD, all, OPERATOR).canary()).isZero();
  }

  private static Jwt token(Object app) {
    return Jwt.withTokenValue("token")
        .header("alg", "RS256")
        .subject("operator")
        .claim("app", app)
        .build();
  }
}
