package io.chatpush.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void takesWhatAnEncoderCanWrite() {
    assertThat(Ids.fault("a")).isEqualTo(Ids.Fault.NONE);
    assertThat(Ids.fault("\ud83d\udc4b")).isEqualTo(Ids.Fault.NONE);
    assertThat(Ids.fault("\u00e4".repeat(128))).isEqualTo(Ids.Fault.NONE);
    assertThat(Ids.fault("\u00e4".repeat(129))).isEqualTo(Ids.Fault.TOO_LONG);
  }

  @Test
  void refusesHalfOfASurrogatePair() {
    for (String id :
        new String[] {"\ud83d", "a\ud83db", "\udc4b", "\udc4b\ud83d", "\ud83d\ud83d\udc4b"}) {
      assertThat(Ids.fault(id)).isEqualTo(Ids.Fault.MALFORMED);
    }
  }
}
