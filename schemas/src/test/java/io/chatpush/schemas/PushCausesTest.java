package io.chatpush.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Reason;
import org.junit.jupiter.api.Test;

class PushCausesTest {

  @Test
  void errorCodeIsTheCodeOfWhatFcmDecided() {
    assertThat(PushCauses.code(PushCauses.of(Reason.REJECTED, "SENDER_ID_MISMATCH")))
        .isEqualTo("SENDER_ID_MISMATCH");
    assertThat(PushCauses.code(PushCauses.of(Reason.DEFERRED, "HTTP_599"))).isEqualTo("HTTP_599");
    assertThat(PushCauses.otherErrorCode(PushCauses.of(Reason.REJECTED, "SENDER_ID_MISMATCH")))
        .isNull();
  }

  @Test
  void reasonIsTheCodeOfEverythingElse() {
    var exhausted = PushCauses.of(Reason.RETRIES_EXHAUSTED, "UNAVAILABLE");
    assertThat(PushCauses.code(exhausted)).isEqualTo("RETRIES_EXHAUSTED");
    assertThat(PushCauses.otherErrorCode(exhausted)).isEqualTo("UNAVAILABLE");
    assertThat(PushCauses.code(PushCauses.of(Reason.REJECTED))).isEqualTo("REJECTED");
  }

  @Test
  void causeWithoutErrorCodeIsOneObject() {
    for (Reason reason : Reason.values()) {
      assertThat(PushCauses.of(reason)).isSameAs(PushCauses.of(reason));
      assertThat(PushCauses.of(reason).getReason()).isEqualTo(reason);
    }
  }
}
