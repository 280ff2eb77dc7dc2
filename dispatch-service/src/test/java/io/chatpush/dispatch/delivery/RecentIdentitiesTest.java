package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentIdentitiesTest {

  /** Few different ones, so that they repeat; of many lengths, and some with the same hash. */
  @Property
  void knowsTheLastOnesAndNothingThatNeverWas(
      @ForAll @IntRange(min = 1, max = 12) int capacity,
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 40) Integer> numbers) {
    RecentIdentities recent = new RecentIdentities(capacity);
    List<Integer> added = new ArrayList<>();
    Set<Integer> ever = new HashSet<>();
    for (int number : numbers) {
      boolean isNew = add(recent, identity(number));
      List<Integer> last = added.subList(Math.max(0, added.size() - capacity), added.size());
      if (isNew) {
        assertThat(last).as("known for sure").doesNotContain(number);
        added.add(number);
      } else {
        assertThat(ever).as("seen before").contains(number);
      }
      ever.add(number);
    }
  }

  @Test
  void forgetsInTheEnd() {
    RecentIdentities recent = new RecentIdentities(1_000);
    for (int number = 0; number < 10_000; number++) {
      assertThat(add(recent, "identity-" + number)).isTrue();
    }
    for (int number = 9_000; number < 10_000; number++) {
      assertThat(add(recent, "identity-" + number)).as("one of the last thousand").isFalse();
    }
    for (int number = 0; number < 8_750; number++) {
      assertThat(add(recent, "identity-" + number)).as("older than 1,250 others").isTrue();
    }
  }

  /** "Aa" and "BB" have the same hash. */
  private static String identity(int number) {
    return (number % 2 == 0 ? "Aa" : "BB").repeat(1 + number / 2);
  }

  private static boolean add(RecentIdentities recent, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return recent.add(bytes, bytes.length);
  }
}
