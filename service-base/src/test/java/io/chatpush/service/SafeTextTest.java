package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SafeTextTest {

  @Test
  void escapesWhatATerminalOrALogReaderWouldActUpon() {
    assertThat(SafeText.sentence("a\nWARN b\u001b[31m\u202e \u00e4", 200))
        .isEqualTo("a\\nWARN b\\u001b[31m\\u202e \\u00e4");
  }

  @Test
  void keepsTheStacksOfAFailureAndNoMessage() {
    Exception cause = new IllegalStateException("secret");
    Exception failure = new IllegalArgumentException("secret", cause);

    Throwable safe = SafeText.withoutMessages(failure);

    assertThat(safe).hasMessage("java.lang.IllegalArgumentException");
    assertThat(safe.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(safe.getCause()).hasMessage("java.lang.IllegalStateException").hasNoCause();
  }

  @Test
  void keepsAPlainSentence() {
    String sentence = "schema id 7: the field \"a\" is missing";
    assertThat(SafeText.sentence(sentence, 200)).isSameAs(sentence);
  }

  @Test
  void escapesAndCutsASentence() {
    assertThat(SafeText.sentence("a\r\n\u0000bcdef", 6)).isEqualTo("a\\r\\n\\u0000bc… (cut)");
  }
}
