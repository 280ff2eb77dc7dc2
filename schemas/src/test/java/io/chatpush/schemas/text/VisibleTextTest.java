package io.chatpush.schemas.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class VisibleTextTest {

  @Test
  void escapesWhatATerminalObeys() {
    assertThat(VisibleText.of("a\u001b]0;title\u0007b\u001b[31m\r\n\u009b31m\u007f"))
        .isEqualTo("a\\u001b]0;title\\u0007b\\u001b[31m\\r\\n\\u009b31m\\u007f");
  }

  @Test
  void escapesWhatChangesTheOrderOrEndsALine() {
    assertThat(VisibleText.of("\u202a\u202e\u2066\u2069\u200e\u200f\u061c\u2028\u2029"))
        .isEqualTo("\\u202a\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c\\u2028\\u2029");
  }

  @Test
  void escapesWhatCannotBeSeen() {
    assertThat(VisibleText.of("ma\u200bya\ufeff\u00ad\u3164" + Character.toString(0xE0041)))
        .isEqualTo("ma\\u200bya\\ufeff\\u00ad\\u3164\\udb40\\udc41");
  }

  @Test
  void escapesHalfOfASurrogatePair() {
    assertThat(VisibleText.of("a\ud83db")).isEqualTo("a\\ud83db");
  }

  @Test
  void keepsLettersOfAllLanguages() {
    String names = "Zoë Łukasz Иван 美咲 محمد 👍🏽 ✈\ufe0f";
    assertThat(VisibleText.of(names)).isEqualTo(names);
  }

  @Test
  void keepsLinesAndJoinersWhereAskedTo() {
    assertThat(VisibleText.lines("a\nb\rc")).isEqualTo("a\nb\\rc");
    assertThat(VisibleText.prose("👩\u200d💻\u202e")).isEqualTo("👩\u200d💻\\u202e");
  }

  @Test
  void cutsWithoutDividingAPair() {
    assertThat(VisibleText.of("ab👍c", 3)).isEqualTo("ab… (cut)");
    assertThat(VisibleText.of("abc", 3)).isEqualTo("abc");
  }

  @Property
  void leavesNothingHidden(@ForAll String text) {
    assertThat(VisibleText.of(text).codePoints().filter(VisibleText::isHidden)).isEmpty();
  }
}
