package io.chatpush.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdPatternTest {

  private static final Map<String, String> EVENT =
      Map.of(
          "app_id", "app",
          "channel_id", "c/1",
          "message_id", "m-._~1",
          "sender_id", "sender",
          "order", "ä&b=c #");

  @Test
  void fillsIdsAndDeclaredVariables() {
    assertThat(pattern("{app_id}:{channel_id}:{order}").fill(EVENT::get))
        .isEqualTo("app:c/1:ä&b=c #");
    assertThat(pattern("{sender_id}").fill(EVENT::get)).isEqualTo("sender");
    assertThat(pattern("no name").fill(EVENT::get)).isEqualTo("no name");
    assertThat(pattern("").fill(EVENT::get)).isEmpty();
  }

  @Test
  void encodesAllButUnreservedCharactersForALink() {
    assertThat(
            pattern("https://chat.example.com/c/{channel_id}?m={message_id}&o={order}#top")
                .fillEncoded(EVENT::get))
        .isEqualTo("https://chat.example.com/c/c%2F1?m=m-._~1&o=%C3%A4%26b%3Dc%20%23#top");
  }

  @Test
  void takesAMissingValueForEmpty() {
    assertThat(pattern("a{order}b").fill(_ -> null)).isEqualTo("ab");
    assertThat(pattern("a{order}b").fillEncoded(_ -> null)).isEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource({
    "a{nonsense}b, names {nonsense}",
    "a{}b, names {}",
    "a{push_id}b, names {push_id}",
    "{{channel_id}}, names {{channel_id}",
    "a{channel_id, an opening brace without a closing one",
    "a{, an opening brace without a closing one",
    "channel_id}, a closing brace without an opening one",
    "{channel_id}}, a closing brace without an opening one"
  })
  void refusesUnknownNamesAndUnbalancedBraces(String text, String reason) {
    assertThatThrownBy(() -> pattern(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void isEqualToAPatternWithTheSameText() {
    assertThat(pattern("{order}"))
        .isEqualTo(pattern("{order}"))
        .hasSameHashCodeAs(pattern("{order}"))
        .isNotEqualTo(pattern("{app_id}"))
        .hasToString("{order}");
  }

  private static IdPattern pattern(String text) {
    return IdPattern.compile(text, Set.of("order"));
  }
}
