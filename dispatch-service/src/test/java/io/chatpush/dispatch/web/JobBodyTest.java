package io.chatpush.dispatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.dispatch.operations.JobRequest.Action;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobBodyTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "[]", "1e999999999", "{\"rate\":1e999999999}"})
  void refusesWhatIsNoRequest(String body) {
    assertThatThrownBy(() -> JobBody.read(Action.REDRIVE, body.getBytes(UTF_8), "operator"))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "9"})
  void refusesWhatExceedsALimitOfTheParser(String repeated) {
    assertThatThrownBy(
            () -> JobBody.read(Action.REDRIVE, repeated.repeat(12_000).getBytes(UTF_8), "operator"))
        .isInstanceOf(ProblemException.class);
  }
}
