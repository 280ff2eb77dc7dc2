package io.chatpush.dispatch.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterActionsTest {

  @Test
  void readsThePlaceOfALetter() {
    String key = RecordKeys.deadLetter(Topics.PUSH_DEAD_LETTERS, 3, 18);
    assertThat(DeadLetterActions.place(key.getBytes(UTF_8)))
        .isEqualTo(new DeadLetterPlace(Topics.PUSH_DEAD_LETTERS, 3, 18));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "||",
        "push.dead-letters|3",
        "push.dead-letters|x|18",
        "push.dead-letters|3|99999999999999999999",
        "push.dead-letters|-1|18",
        "push.dead-letters|3|-18",
        "payments|3|18"
      })
  void passesOverARecordThatIsNoAction(@Nullable String key) {
    assertThat(DeadLetterActions.place(key == null ? null : key.getBytes(UTF_8))).isNull();
  }
}
