package io.chatpush.dispatch.fcm.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderNamesTest {

  private static final String TOPIC_OF_32 = "abcdefghijklmnopqrstuvwxyzABC_-9";

  @ParameterizedTest
  @ValueSource(strings = {"a", TOPIC_OF_32})
  void leavesATopicAsItIs(String key) {
    assertThat(HeaderNames.topic(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", TOPIC_OF_32 + "x", "a b", "a/b", "a:b", "a=", "ä", "a\r\nX: y"})
  void replacesWhatIsNotATopicByAHash(String key) {
    assertThat(HeaderNames.topic(key))
        .matches("[A-Za-z0-9_-]{32}")
        .isEqualTo(HeaderNames.topic(key))
        .isNotEqualTo(HeaderNames.topic(key + "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "channel/1:2", TOPIC_OF_32 + TOPIC_OF_32})
  void leavesACollapseIdAsItIs(String key) {
    assertThat(HeaderNames.collapseId(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", TOPIC_OF_32 + TOPIC_OF_32 + "x", "a b", "ä", "a\r\nX: y", "\u007f"})
  void replacesWhatIsNotACollapseIdByAHash(String key) {
    assertThat(HeaderNames.collapseId(key)).matches("[A-Za-z0-9_-]{32}");
  }
}
