package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HealthReasonTest {

  @Test
  void namesEveryPartThatIsNotUpWithItsDetails() {
    String body =
        """
        {"status": "OUT_OF_SERVICE", "components": {
          "start": {"status": "OUT_OF_SERVICE", "details": {"waitingFor": ["the registry", "topics"]}},
          "credentials": {"status": "UP", "details": {"file": "fine"}},
          "work": {"status": "DOWN", "details": {"reason": "a consumer has ended", "code": 7}},
          "readinessState": {"status": "OUT_OF_SERVICE"}}}
        """;

    assertThat(HealthReason.of(503, body))
        .isEqualTo(
            "start: [\"the registry\",\"topics\"]; work: a consumer has ended, 7;"
                + " readinessState: OUT_OF_SERVICE");
  }

  @Test
  void saysTheStatusWhereThereIsNoReason() {
    assertThat(HealthReason.of(503, "{\"status\": \"DOWN\"}")).isEqualTo("its health answers 503");
    assertThat(HealthReason.of(502, "<html>Bad Gateway</html>"))
        .isEqualTo("its health answers 502");
    assertThat(HealthReason.of(500, "")).isEqualTo("its health answers 500");
  }

  @Test
  void isOneShortLineOfPrintableCharacters() {
    String body =
        "{\"components\": {\"start\": {\"status\": \"DOWN\", \"details\": {\"reason\": \"a\\n\\u001b[31mb "
            + "x".repeat(500)
            + "\"}}}}";

    assertThat(HealthReason.of(503, body))
        .hasSize(160)
        .startsWith("start: a [31mb xxx")
        .endsWith("…");
  }
}
