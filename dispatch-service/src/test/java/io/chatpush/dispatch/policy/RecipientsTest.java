package io.chatpush.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipientsTest {

  @Test
  void leavesOutTheSenderAndTheExcluded() {
    assertThat(Recipients.of(List.of("u1", "u2", "u3"), "u1", List.of("u3", "u9")))
        .containsExactly("u2");
  }

  @Test
  void countsNobodyTwice() {
    assertThat(Recipients.of(List.of("u2", "u1", "u2"), "sender", List.of()))
        .containsExactly("u2", "u1");
  }

  @Test
  void mayBeNobody() {
    assertThat(Recipients.of(List.of("u1"), "u1", List.of())).isEmpty();
  }
}
