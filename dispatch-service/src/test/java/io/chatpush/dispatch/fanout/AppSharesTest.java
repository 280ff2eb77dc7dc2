package io.chatpush.dispatch.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.apps.App;
import io.chatpush.dispatch.fanout.Admission.Later;
import io.chatpush.dispatch.fanout.Admission.Never;
import io.chatpush.dispatch.fanout.Admission.Now;
import io.chatpush.dispatch.push.AppLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppSharesTest {

  private static final int PARTITIONS = 10;
  private static final Duration HOUR = Duration.ofHours(1);

  private static final App APP = Fixtures.anApp("app");
  private static final App OTHER = Fixtures.anApp("other");
  private static final App FREE = Fixtures.anApp("free");

  private long now;

  @Test
  void leavesAnAppWithoutALimitAlone() {
    AppShares shares = instance(PARTITIONS);
    for (int i = 0; i < 100_000; i++) {
      assertThat(shares.admit(FREE, 1_000, 1_000_000, HOUR)).isInstanceOf(Now.class);
    }
  }

  @Test
  void sharesALimitByPartitions() {
    List<AppShares> instances = List.of(instance(5), instance(4), instance(1));
    List<Integer> begun = new ArrayList<>();
    for (AppShares instance : instances) {
      begun.add(atOnce(instance));
    }
    // 10 events a second with a burst of 10 s.
    assertThat(begun).containsExactly(50, 40, 10);
  }

  @Test
  void keepsTheSumWhilePartitionsMove() {
    AppShares one = instance(PARTITIONS);
    AppShares other = instance(0);
    assertThat(atOnce(one)).isEqualTo(100);
    for (int i = 0; i < 5; i++) {
      one.lost();
      other.gained();
    }
    assertThat(atOnce(other)).as("a burst by the part that has moved").isEqualTo(50);
    int begun = 0;
    for (int second = 0; second < 100; second++) {
      now += Duration.ofSeconds(1).toNanos();
      begun += atOnce(one) + atOnce(other);
    }
    assertThat(begun).isBetween(100 * 10 - 2, 100 * 10);
  }

  @Test
  void countsForAnotherAppOnlyWhatIsItsOwn() {
    AppShares shares = instance(PARTITIONS);
    for (int i = 0; i < 100_000; i++) {
      var _ = shares.admit(APP, 1, 1, HOUR);
    }
    assertThat(shares.admit(APP, 1, 1, HOUR)).isInstanceOf(Never.class);
    assertThat(shares.admit(OTHER, 1, 1, HOUR)).isInstanceOf(Now.class);
  }

  @Test
  void neverHoldsBackWhatHasExpired() {
    AppShares shares = instance(PARTITIONS);
    var _ = atOnce(shares);
    assertThat(shares.admit(APP, 1, 1, Duration.ofDays(-10_000))).isInstanceOf(Never.class);
    assertThat(shares.admit(APP, 1, 1, Duration.ofDays(100_000))).isInstanceOf(Later.class);
  }

  /** How many events begin at once; none of them is held back, so that none takes a later place. */
  private static int atOnce(AppShares shares) {
    int begun = 0;
    while (shares.admit(APP, 1, 1, Duration.ZERO) instanceof Now) {
      begun++;
    }
    return begun;
  }

  private AppShares instance(int partitions) {
    AppLimit limit = new AppLimit(10, 0, 0, Duration.ofSeconds(10), Duration.ofMinutes(15));
    AppShares shares =
        new AppShares(
            app -> app.id().equals("free") ? AppLimit.NONE : limit, () -> PARTITIONS, () -> now);
    for (int i = 0; i < partitions; i++) {
      shares.gained();
    }
    return shares;
  }
}
