package io.chatpush.stack.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.terminal.CommandException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {

  @Test
  void theSameSeedGivesTheSameSequence() {
    assertThat(faults(new FaultPlan(7, List.of()), 200))
        .isEqualTo(faults(new FaultPlan(7, List.of()), 200))
        .isNotEqualTo(faults(new FaultPlan(8, List.of()), 200));
  }

  @Test
  void hitsEveryTargetInAsManyRoundsAsThereAreTargets() {
    List<Fault> faults = faults(new FaultPlan(3, List.of()), Fault.targets().size());

    assertThat(faults.stream().map(fault -> fault.name().replaceFirst("\\..*", "")))
        .containsExactlyInAnyOrderElementsOf(Fault.targets());
  }

  @Test
  void doesEverythingToATargetBeforeItRepeatsAnything() {
    FaultPlan plan = new FaultPlan(3, List.of("records"));

    assertThat(faults(plan, BadRecords.values().length)).doesNotHaveDuplicates();
  }

  @Test
  void keepsToTheSelection() {
    FaultPlan plan = new FaultPlan(1, List.of("broker", "records.nulls"));

    assertThat(Set.copyOf(faults(plan, 100).stream().map(Fault::name).toList()))
        .containsExactlyInAnyOrder(
            "broker.kill", "broker.pause", "broker.restart", "records.nulls");
  }

  @Test
  void refusesANameThatItDoesNotKnow() {
    assertThatThrownBy(() -> new FaultPlan(1, List.of("brokers")))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith(
            "There is nothing called brokers to do: --only takes broker, registry, fcm-simulator,"
                + " token, dispatch, records");
  }

  private static List<Fault> faults(FaultPlan plan, int count) {
    return Stream.generate(plan::next).limit(count).toList();
  }
}
