package io.chatpush.benchmark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChatLoadTest {

  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(60);

  @Test
  void risesFromATenthToAllInTwoThirdsOfTheWarmUp() {
    assertThat(ChatLoad.rateAt(0, WARM_UP, 10_000)).isEqualTo(1_000);
    assertThat(ChatLoad.rateAt(WARM_UP / 3, WARM_UP, 10_000)).isEqualTo(5_500);
    assertThat(ChatLoad.rateAt(WARM_UP * 2 / 3, WARM_UP, 10_000)).isEqualTo(10_000);
    assertThat(ChatLoad.rateAt(WARM_UP * 2, WARM_UP, 10_000)).isEqualTo(10_000);
  }

  @Test
  void isFullAtOnceWithoutWarmUp() {
    assertThat(ChatLoad.rateAt(0, 0, 10_000)).isEqualTo(10_000);
  }
}
