package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OffsetWindowTest {

  private final OffsetWindow window = new OffsetWindow();

  @Test
  void commitsNothingBeforeTheOldestIsDone() {
    window.open(7);
    Slot second = window.open(8);
    second.complete();
    assertThat(window.takeCommittable()).isEmpty();
    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void commitsPastAllThatAreDoneOnceTheOldestIs() {
    Slot first = window.open(7);
    Slot second = window.open(9);
    second.complete();
    first.complete();
    assertThat(window.takeCommittable()).hasValue(10);
    assertThat(window.takeCommittable()).as("asked again").isEmpty();
  }

  @Test
  void countsASlotOnceHoweverOftenItIsCompleted() {
    Slot first = window.open(0);
    Slot second = window.open(1);
    second.begin();
    first.complete();
    first.complete();
    assertThat(window.takeCommittable()).hasValue(1);
    assertThat(window.size()).isEqualTo(1);
  }

  @Test
  void letsNothingBeginOnceItDrains() throws InterruptedException {
    Slot waiting = window.open(0);
    assertThat(window.drain(Duration.ZERO)).isZero();
    assertThat(waiting.begin()).isFalse();
  }

  @Test
  void drainsWhatHasBegunAndNotWhatHasNot() throws InterruptedException {
    Slot begun = window.open(0);
    window.open(1);
    begun.begin();
    Thread.ofVirtual().start(begun::complete);
    assertThat(window.drain(Duration.ofSeconds(10))).as("begun and not done").isZero();
    assertThat(window.takeCommittable()).hasValue(1);
  }

  @Test
  void saysHowManyAreLeftWhenTheTimeIsUp() throws InterruptedException {
    window.open(0).begin();
    window.open(1).begin();
    assertThat(window.drain(Duration.ofMillis(5))).isEqualTo(2);
  }

  @Test
  void ignoresWhatIsCompletedAfterThePartitionIsGone() {
    Slot slot = window.open(3);
    slot.begin();
    window.close();
    slot.complete();
    assertThat(window.takeCommittable()).isEmpty();
  }

  /**
   * Opens and completions in any order; offsets with gaps, as compaction and transactions leave
   * them.
   */
  record Play(List<Integer> gaps, List<Integer> completions) {}

  @Provide
  Arbitrary<Play> plays() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5).list().ofMinSize(1).ofMaxSize(40),
            Arbitraries.integers().between(0, 1000).list().ofMaxSize(80))
        .as(Play::new);
  }

  @Property
  void neverCommitsPastARecordThatIsNotDoneAndAlwaysUpToIt(@ForAll("plays") Play play) {
    OffsetWindow played = new OffsetWindow();
    TreeMap<Long, Boolean> model = new TreeMap<>();
    List<Slot> slots = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long offset = -1;
    for (int gap : play.gaps()) {
      offset += gap;
      slots.add(played.open(offset));
      offsets.add(offset);
      model.put(offset, false);
    }
    long committed = -1;
    for (int completion : play.completions()) {
      int index = completion % slots.size();
      slots.get(index).complete();
      model.put(offsets.get(index), true);
      OptionalLong taken = played.takeCommittable();
      if (taken.isPresent()) {
        assertThat(taken.getAsLong()).as("offsets only grow").isGreaterThan(committed);
        committed = taken.getAsLong();
      }
      assertThat(committed).isEqualTo(expected(model));
    }
  }

  private static long expected(Map<Long, Boolean> model) {
    long expected = -1;
    for (var entry : model.entrySet()) {
      if (!entry.getValue()) {
        return expected;
      }
      expected = entry.getKey() + 1;
    }
    return expected;
  }
}
