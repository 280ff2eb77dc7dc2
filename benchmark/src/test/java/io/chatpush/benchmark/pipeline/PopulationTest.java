package io.chatpush.benchmark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PopulationTest {

  private final Population population = new Population(50_000);

  @Test
  void callsForTenPushesAnEventOnAverage() {
    assertThat(LongStream.range(0, 100_000).map(population::pushes).average().orElseThrow())
        .isCloseTo(10, within(0.2));
  }

  @Test
  void sendsToEveryChannel() {
    Set<List<String>> channels = new HashSet<>();
    LongStream.range(0, 50_000).forEach(event -> channels.add(population.recipients(event)));

    assertThat(channels).hasSizeGreaterThan(1_990);
  }

  @Test
  void announcesToEverybodyInTurn() {
    Set<String> told = new HashSet<>();
    for (int event = 0; event < 50; event++) {
      told.addAll(population.announcement("run", event, Instant.EPOCH).getRecipients());
    }

    assertThat(told).hasSize(50_000);
    assertThat(population.announcement("run", 50, Instant.EPOCH).getRecipients())
        .isEqualTo(population.announcement("run", 0, Instant.EPOCH).getRecipients());
    assertThat(population.pushesOfAnnouncement()).isEqualTo(2_000);
  }

  @Test
  void isTheSameEveryTime() {
    Instant now = Instant.EPOCH;

    assertThat(new Population(50_000).event("run", 7, now))
        .isEqualTo(population.event("run", 7, now));
    assertThat(new Population(50_000).registration(7, now))
        .isEqualTo(population.registration(7, now));
  }

  @Test
  void givesEveryDeviceAnAddressOfItsOwn() {
    assertThat(LongStream.range(0, 1_000).mapToObj(device -> Population.address((int) device)))
        .doesNotHaveDuplicates()
        .allSatisfy(address -> assertThat(address).hasSize(163).doesNotContain("-"));
  }
}
