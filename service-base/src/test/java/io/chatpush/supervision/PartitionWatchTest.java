package io.chatpush.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class PartitionWatchTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Map<String, Integer> broker =
      new HashMap<>(Map.of("commands", 8, "devices", 8, "chats", 8));
  private final PartitionWatch watch =
      new PartitionWatch(List.of("commands", "devices"), () -> Map.copyOf(broker), Optional::empty);
  private final MockClock clock = new MockClock();
  private final Supervisor supervisor =
      new Supervisor(
          List.of(watch),
          Runnable::run,
          new SupervisionMeters(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock)),
          new SupervisionProperties(GRACE, Duration.ofSeconds(60)));

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void isNotRunningBeforeTheStart() {
    assertThat(watch.condition()).isEqualTo(Condition.NOT_RUNNING);
    assertThat(watch.change()).isEmpty();
  }

  @Test
  void namesTheTopicWithBothNumbersAndKeepsLivenessUp() throws Exception {
    watch.start(broker);
    broker.put("commands", 12);
    watch.read();
    pass(GRACE.plusMinutes(10));
    assertThat(reason())
        .isEqualTo(
            "topic-partitions is blocked: commands has 12 partitions and had 8 when the service"
                + " started, so that new records of a key are not where its state is;"
                + " docs/operate.md, More partitions, says what to do; it cannot correct the number"
                + " of partitions");
    assertThat(health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void namesTopicsThatHaveGrownTogether() throws Exception {
    watch.start(broker);
    broker.replaceAll((_, _) -> 12);
    watch.read();
    assertThat(watch.change())
        .hasValueSatisfying(change ->
            assertThat(change)
                .startsWith(
                    "commands has 12 partitions and had 8 when the service started, devices has 12"
                        + " partitions and had 8 when the service started, so that"));
  }

  @Test
  void worksAgainWhenTheNumberIsTheOldOne() throws Exception {
    watch.start(broker);
    broker.put("commands", 12);
    watch.read();
    pass(GRACE.plusSeconds(2));
    broker.put("commands", 8);
    watch.read();
    pass(GRACE);
    assertThat(reason()).isEqualTo("all background parts are working");
  }

  @Test
  void leavesTopicsThatMayGrowAndThoseThatAreMissing() throws Exception {
    watch.start(broker);
    broker.put("chats", 12);
    broker.remove("devices");
    watch.read();
    assertThat(watch.change()).isEmpty();
    assertThat(watch.condition()).isEqualTo(Condition.WORKING);
  }

  private void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      supervisor.look();
      clock.add(Duration.ofSeconds(1));
    }
    supervisor.look();
  }

  private Health health() {
    return new SupervisionHealthIndicator(supervisor).health();
  }

  private String reason() {
    return String.valueOf(health().getDetails().get("reason"));
  }
}
