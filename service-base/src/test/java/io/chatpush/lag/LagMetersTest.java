package io.chatpush.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.settings.BoundSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagMetersTest {

  private static final GroupPartition FIRST = partition(0);
  private static final GroupPartition SECOND = partition(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void aTopicHasTheSumOfTheRecordsAndTheMostSeconds() {
    show(
        false,
        Map.of(
            FIRST, new GroupLag(3, Duration.ofMillis(1_500)),
            SECOND, new GroupLag(4, Duration.ofMillis(500))));
    assertThat(values("kafka.consumergroup.group.lag")).containsExactly(7.0);
    assertThat(values("kafka.consumergroup.group.lag.seconds")).containsExactly(1.5);
    assertThat(values("kafka.consumergroup.group.members")).containsExactly(2.0);
  }

  @Test
  void recordsCountWhereTheirAgeIsNotKnown() {
    show(
        false,
        Map.of(FIRST, new GroupLag(3, null), SECOND, new GroupLag(4, Duration.ofSeconds(1))));
    assertThat(values("kafka.consumergroup.group.lag")).containsExactly(7.0);
    assertThat(values("kafka.consumergroup.group.lag.seconds")).containsExactly(1.0);
  }

  @Test
  void partitionsCanHaveSeriesOfTheirOwn() {
    show(
        true,
        Map.of(
            FIRST, new GroupLag(3, Duration.ofSeconds(2)),
            SECOND, new GroupLag(4, Duration.ofSeconds(1))));
    assertThat(values("kafka.consumergroup.group.lag")).containsExactlyInAnyOrder(3.0, 4.0);
  }

  @Test
  void anAgeOfAnyLengthIsShown() {
    show(false, Map.of(FIRST, new GroupLag(1, Duration.ofSeconds(Long.MAX_VALUE))));
    assertThat(values("kafka.consumergroup.group.lag.seconds"))
        .containsExactly((double) Long.MAX_VALUE);
  }

  @Test
  void nothingIsSaidOnceNobodyKnows() {
    LagMeters meters = new LagMeters(registry, false);
    meters.show(Map.of(FIRST, GroupLag.NONE), Map.of("group", 1));
    meters.clear();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void theBrokerIsNotAskedMoreThanOnceASecond() {
    assertThatThrownBy(() ->
            BoundSettings.bound(LagProperties.class, Map.of("chatpush.lag.interval", "999ms")))
        .extracting(BoundSettings::sentence)
        .isEqualTo("chatpush.lag.interval is PT0.999S, it must be at least 1s.");
  }

  private void show(boolean perPartition, Map<GroupPartition, GroupLag> lags) {
    new LagMeters(registry, perPartition).show(lags, Map.of("group", 2));
  }

  private List<Double> values(String meter) {
    return registry.find(meter).gauges().stream().map(gauge -> gauge.value()).toList();
  }

  private static GroupPartition partition(int number) {
    return new GroupPartition("group", new TopicPartition("topic", number));
  }
}
