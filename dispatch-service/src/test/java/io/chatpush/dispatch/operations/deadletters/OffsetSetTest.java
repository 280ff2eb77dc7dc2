package io.chatpush.dispatch.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class OffsetSetTest {

  @Property
  void isASetOfOffsets(
      @ForAll Set<@LongRange(min = 0, max = 1L << 40) Long> added,
      @ForAll Set<@LongRange(min = 0, max = 200_000) Long> near,
      @ForAll @LongRange(min = 0, max = 1L << 40) long end) {
    OffsetSet offsets = new OffsetSet();
    TreeSet<Long> model = new TreeSet<>(added);
    model.addAll(near);
    model.forEach(offsets::add);
    assertThat(offsets.below(end).boxed()).containsExactlyElementsOf(model.headSet(end));
    added.forEach(offset -> assertThat(offsets.contains(offset)).isTrue());
    added.forEach(offsets::remove);
    added.forEach(offset -> assertThat(offsets.contains(offset)).isFalse());
    model.removeAll(added);
    model.forEach(offset -> assertThat(offsets.contains(offset)).isTrue());
  }
}
