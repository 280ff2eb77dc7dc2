package io.chatpush.fcm.simulator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagSetTest {

  @Test
  void knowsWhatWasAdded() {
    TagSet tags = new TagSet(1_000_000);
    for (long i = 1; i <= 100_000; i++) {
      assertThat(tags.add(i, hash(i))).isTrue();
    }
    for (long i = 1; i <= 100_000; i++) {
      assertThat(tags.add(i, hash(i))).isFalse();
    }
    assertThat(tags.forgotten()).isZero();
  }

  @Test
  void knowsTheLatestHalfOfItsCapacityForCertain() {
    TagSet tags = new TagSet(1000);
    for (long i = 1; i <= 10_000; i++) {
      tags.add(1, i);
    }
    for (long i = 9_501; i <= 10_000; i++) {
      assertThat(tags.add(1, i)).isFalse();
    }
    assertThat(tags.add(1, 1)).isTrue();
    assertThat(tags.forgotten()).isGreaterThanOrEqualTo(9_000);
  }

  /** As a pair's hash is: spread over all 64 bits, where equal ones would all meet in one slot. */
  private static long hash(long i) {
    return i * 0x9E37_79B9_7F4A_7C15L;
  }
}
