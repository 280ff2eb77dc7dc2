package io.chatpush.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Reason;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** The documentation of an Avro enum is one text: a sentence for each symbol. */
  @Test
  void everyReasonIsExplained() {
    String explained = Reason.SCHEMA$.getDoc();
    Set<String> symbols = new HashSet<>(Reason.SCHEMA$.getEnumSymbols());
    Set<String> found = new HashSet<>();
    for (String part : explained.split("(?<=\\.) (?=[A-Z_]{4,}: )", -1)) {
      var sentence = Pattern.compile("([A-Z_]{4,}): [A-Z].{20,}\\.").matcher(part);
      if (sentence.matches()) {
        assertThat(found.add(sentence.group(1))).as("%s is explained once", part).isTrue();
      }
    }
    assertThat(found).isEqualTo(symbols);
  }
}
