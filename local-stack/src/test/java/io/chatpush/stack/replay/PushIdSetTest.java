package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PushIdSetTest {

  @Property
  void knowsWhatWasAdded(@ForAll List<@LongRange(min = -40, max = 40) Long> numbers) {
    PushIdSet set = new PushIdSet();
    Set<Long> model = new HashSet<>();
    for (long number : numbers) {
      assertThat(set.add(new UUID(number, 7))).isEqualTo(model.add(number));
    }
    assertThat(set.size()).isEqualTo(model.size());
  }

  @Test
  void growsWithoutForgetting() {
    PushIdSet set = new PushIdSet();
    for (int i = 0; i < 100_000; i++) {
      assertThat(set.add(new UUID(i, ~i))).isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(set.add(new UUID(i, ~i))).isFalse();
    }
  }
}
