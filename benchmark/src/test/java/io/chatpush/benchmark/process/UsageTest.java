package io.chatpush.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageTest {

  @Test
  void addsUserAndSystemTimeWhateverTheProcessIsCalled() {
    assertThat(Usage.cpu("42 (a b) c) S 1 2 3 4 5 6 7 8 9 10 1234 66 0 0 20 0 1 0 99"))
        .isEqualTo(Duration.ofSeconds(13));
  }

  @Test
  void readsThePeakOfResidentMemory() {
    assertThat(Usage.peakMemory("VmPeak:\t 900 kB\nVmHWM:\t   2048 kB\nVmRSS:\t 1 kB\n"))
        .isEqualTo(2 << 20);
    assertThat(Usage.peakMemory("Name:\tx\n")).isZero();
  }

  @Test
  void countsWaitingForDisksAsIdle() {
    long[] before = {100, 0, 100, 1_000, 0, 0, 0, 0, 0, 0};
    long[] now = {150, 0, 120, 1_025, 5, 0, 0, 0, 40, 0};

    assertThat(IdleCpu.part(before, now)).isEqualTo(0.3);
  }

  @Test
  void seesWhatThisProcessUses() {
    Usage before = Usage.of(ProcessHandle.current());
    long wanted = before.cpu().plusMillis(50).toNanos();
    while (Usage.of(ProcessHandle.current()).cpu().toNanos() < wanted) {
      Thread.onSpinWait();
    }

    assertThat(Usage.of(ProcessHandle.current()).since(before).cpu())
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }
}
