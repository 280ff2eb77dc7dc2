package io.chatpush.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipientsTest {

  @Test
  void leavesOutTheSenderAndTheExcluded() {
    assertThat(Recipients.of(List.of("u1", "u2", "u3"), "u1", List.of("u3", "u9", "u3")))
        .isEqualTo(new Recipients(List.of("u2"), List.of("u1"), List.of("u3")));
  }

  @Test
  void countsNobodyTwice() {
    assertThat(Recipients.of(List.of("u2", "u1", "u2"), "sender", List.of()).told())
        .containsExactly("u2", "u1");
  }

  @Test
  void mayBeNobody() {
    assertThat(Recipients.of(List.of("u1"), "u1", List.of("u1")))
        .as("a sender who is excluded too is the sender")
        .isEqualTo(new Recipients(List.of(), List.of("u1"), List.of()));
  }
}
