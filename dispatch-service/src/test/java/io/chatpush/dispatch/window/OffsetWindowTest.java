package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OffsetWindowTest {

  private final LongAdder handedBack = new LongAdder();

  /** So that the clock overflows in the tests. */
  private static final long START = Long.MAX_VALUE - 60;

  private final AtomicLong now = new AtomicLong(START);
  private final OffsetWindow window = new OffsetWindow(handedBack, now::get);

  private void at(long nanos) {
    now.set(START);
    now.addAndGet(nanos);
  }

  @Test
  void commitsNothingBeforeTheOldestIsDone() {
    window.open(7);
    Slot second = window.open(8);
    second.complete();
    assertThat(window.takeCommittable()).isEmpty();
    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void knowsWhichRecordTakesTheLongest() {
    assertThat(window.work()).isEqualTo(new OffsetWindow.Work(0, -1, 0));
    OffsetWindow.OffsetSlot rests = window.open(1);
    rests.rest(Duration.ofNanos(100));
    window.open(2).withhold();
    window.open(3).complete();
    at(10);
    window.open(4);
    at(50);
    window.open(5).begin();
    assertThat(window.work()).as("4 and 5").isEqualTo(new OffsetWindow.Work(2, 4, 40));
    at(120);
    assertThat(window.work()).as("1 is due since 100").isEqualTo(new OffsetWindow.Work(3, 4, 110));
  }

  @Test
  void countsARecordThatWaitsForAQuotaFromTheEndOfTheWait() {
    AtomicBoolean heldUp = new AtomicBoolean(true);
    window.open(1).restWhile(heldUp::get);
    at(1_000);
    assertThat(window.work().records()).isZero();
    heldUp.set(false);
    at(1_100);
    assertThat(window.work()).isEqualTo(new OffsetWindow.Work(1, 1, 100));
  }

  @Test
  void countsAWithheldRecordAgainFromWhenItIsHandedOver() {
    OffsetWindow.OffsetSlot slot = window.open(1);
    slot.withhold();
    at(1_000);
    slot.rest(Duration.ZERO);
    assertThat(window.work()).isEqualTo(new OffsetWindow.Work(1, 1, 0));
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
  void commitsAgainWhatCouldNotBeCommitted() {
    window.open(7).complete();
    assertThat(window.takeCommittable()).hasValue(8);
    window.commitFailed(8);
    assertThat(window.takeCommittable()).as("after the failure").hasValue(8);
    window.open(8).complete();
    assertThat(window.takeCommittable()).hasValue(9);
    window.commitFailed(8);
    assertThat(window.takeCommittable()).as("a later commit covers it").isEmpty();
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
  void isFullOfFourTimesAsManyThatAreDoneAsThatAreNot() {
    WindowProperties properties =
        new WindowProperties(List.of(), "group", 2, 0, Duration.ZERO, Duration.ZERO);
    Slot first = window.open(0);
    assertThat(properties.isFull(window)).as("one at work").isFalse();
    window.open(1).complete();
    assertThat(properties.isFull(window)).as("one at work, one done").isFalse();
    Slot third = window.open(2);
    assertThat(properties.isFull(window)).as("two at work").isTrue();
    third.complete();
    assertThat(properties.hasRoom(window)).as("one at work, two done").isTrue();
    for (int offset = 3; offset < 8; offset++) {
      window.open(offset).complete();
    }
    assertThat(properties.isFull(window)).as("one at work, seven done").isTrue();
    first.complete();
    assertThat(properties.hasRoom(window)).as("all done").isTrue();
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

  @Test
  void weighsWhatIsHeldAndNotDone() {
    Slot first = window.open(0);
    Slot second = window.open(1);
    first.weigh(3);
    second.weigh(2);
    assertThat(window.openWeight()).isEqualTo(5);
    second.complete();
    second.complete();
    assertThat(window.openWeight()).as("done, though it waits for the first").isEqualTo(3);
    first.complete();
    assertThat(window.openWeight()).isZero();
  }

  @Test
  void handsBackTheWeightOfWhatIsNotDoneWhenItCloses() {
    Slot late = window.open(0);
    late.weigh(3);
    late.begin();
    window.open(1).weigh(2);
    window.close();
    assertThat(window.openWeight()).isZero();
    assertThat(handedBack.sum()).isEqualTo(5);
    late.complete();
    assertThat(handedBack.sum()).as("done nevertheless").isEqualTo(2);
  }

  /** One step of a play: what happens to the nth of the slots there are. */
  record Step(String what, int slot) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of("open", "open", "open", "begin", "begin", "complete", "drain", "close"),
            Arbitraries.integers().between(0, 1000))
        .as(Step::new)
        .list()
        .ofMaxSize(120);
  }

  /** Whatever the order, a model that knows only what was done to which slot agrees. */
  @Property
  void agreesWithAModelInWhateverOrder(@ForAll("steps") List<Step> steps) throws Exception {
    LongAdder given = new LongAdder();
    OffsetWindow played = new OffsetWindow(given, System::nanoTime);
    List<Slot> slots = new ArrayList<>();
    List<String> states = new ArrayList<>();
    boolean drained = false;
    boolean closed = false;
    long committed = 0;
    for (Step step : steps) {
      int n = slots.isEmpty() ? -1 : step.slot() % slots.size();
      switch (step.what()) {
        case "open" -> {
          if (!closed) {
            slots.add(played.open(slots.size()));
            slots.getLast().weigh(slots.size());
            states.add("open");
          }
        }
        case "begin" -> {
          if (n >= 0) {
            boolean may =
                (states.get(n).equals("open") && !drained && !closed)
                    || (states.get(n).equals("begun") && !closed);
            assertThat(slots.get(n).isGone()).isEqualTo(!may);
            assertThat(slots.get(n).begin()).isEqualTo(may);
            if (may) {
              states.set(n, "begun");
            }
          }
        }
        case "complete" -> {
          if (n >= 0) {
            slots.get(n).complete();
            states.set(n, "done");
          }
        }
        case "drain" -> {
          drained = true;
          int begun = (int) states.stream().filter("begun"::equals).count();
          assertThat(played.drain(Duration.ZERO)).isEqualTo(begun);
        }
        default -> closed = close(played, closed);
      }
      OptionalLong taken = played.takeCommittable();
      if (taken.isPresent()) {
        committed = taken.getAsLong();
      }
      if (!closed) {
        assertThat(committed).isEqualTo(firstNotDone(states));
      }
      assertThat(committed).as("passes nothing undone").isLessThanOrEqualTo(firstNotDone(states));
      assertThat(played.openWeight() + given.sum()).isEqualTo(weightNotDone(states));
      assertThat(closed ? played.openWeight() : given.sum()).as("held or handed back").isZero();
    }
  }

  private static boolean close(OffsetWindow window, boolean closed) {
    if (!closed) {
      window.close();
    }
    return true;
  }

  private static long firstNotDone(List<String> states) {
    for (int i = 0; i < states.size(); i++) {
      if (!states.get(i).equals("done")) {
        return i;
      }
    }
    return states.size();
  }

  private static long weightNotDone(List<String> states) {
    long weight = 0;
    for (int i = 0; i < states.size(); i++) {
      weight += states.get(i).equals("done") ? 0 : i + 1;
    }
    return weight;
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
    OffsetWindow played = new OffsetWindow(new LongAdder(), System::nanoTime);
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
