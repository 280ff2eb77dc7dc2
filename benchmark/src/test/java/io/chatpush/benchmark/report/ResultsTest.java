package io.chatpush.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {

  private static final Machine MACHINE = new Machine("a <CPU> & more", 2, 24L << 30, "OS", "JDK");

  private final Results results =
      new Results(
          MACHINE,
          Instant.EPOCH,
          "abc1234",
          List.of(
              measured(Subject.PIPELINE, 100, 10_000, 9_990, 300, 80),
              measured(Subject.PIPELINE, 100, 12_500, 12_450, 400, 75),
              measured(Subject.PIPELINE, 100, 15_000, 14_000, 3_000, 90),
              measured(Subject.PIPELINE, 0, 20_000, 20_000, 100, 60),
              measured(Subject.GATEWAY, 100, null, 15_800, 110, 30),
              measured(Subject.ASYNC, 100, null, 996, 110, 240)),
          List.of(),
          Map.of("h2load", "it is not there"));

  @Test
  void setsWhatChatpushHeldAgainstARivalAtTheSameTimeOfFcm() {
    Ratio ratio = results.ratios().getFirst();

    assertThat(results.ratios()).hasSize(1);
    assertThat(ratio.rival()).isEqualTo(Subject.ASYNC);
    assertThat(ratio.pipelineRate()).as("12,450 to 996").isEqualTo(12.5);
    assertThat(ratio.gatewayRate()).as("15,800 to 996").isCloseTo(15.86, within(0.01));
    assertThat(ratio.gatewayCpu()).as("30 to 240 µs").isEqualTo(0.125);
  }

  @Test
  void saysNothingOfWhatWasNotMeasured() {
    Results alone =
        new Results(
            MACHINE,
            Instant.EPOCH,
            "abc1234",
            List.of(measured(Subject.NODE, 100, null, 7_000, 80, 110)),
            List.of(),
            Map.of());

    assertThat(Tables.ratios(alone).getLast())
        .containsExactly(Subject.NODE.title(), "7,000", "-", "-", "-");
  }

  @Test
  void holdsARateOnlyInTimeAndWithoutLoss() {
    assertThat(measured(Subject.PIPELINE, 100, 10_000, 9_900, 1_000, 80).held()).isTrue();
    assertThat(measured(Subject.PIPELINE, 100, 10_000, 9_899, 1_000, 80).held()).isFalse();
    assertThat(measured(Subject.PIPELINE, 100, 10_000, 9_900, 1_001, 80).held()).isFalse();
    assertThat(
            new Measurement(
                    Subject.PIPELINE,
                    "",
                    100,
                    10_000,
                    10_000,
                    1,
                    new Latency(1, 1, 1),
                    List.of(new Cost("dispatch-service", 80, 1, 0)),
                    0.5,
                    60)
                .held())
        .as("one push lost")
        .isFalse();
  }

  @Test
  void setsConversationsAmidAnAnnouncementAgainstThoseWithout() {
    Results conversations =
        new Results(
            MACHINE,
            Instant.EPOCH,
            "abc1234",
            List.of(
                measured(Subject.CONVERSATIONS, 100, 2_000, 2_000, 200, 90),
                measured(Subject.CONVERSATIONS, 100, 2_000, 2_000, 300, 70)),
            List.of(),
            Map.of());

    assertThat(conversations.announcementP99()).isEqualTo(1.5);
    assertThat(results.announcementP99()).as("not measured").isZero();
  }

  @Test
  void dividesTheCpuByThePushesAndByTheTime() {
    Cost cost =
        Cost.of("dispatch-service", Duration.ofSeconds(48), 600_000, Duration.ofMinutes(1), 7);

    assertThat(cost.cpuMicros()).isEqualTo(80);
    assertThat(cost.cores()).isEqualTo(0.8);
    assertThat(Cost.of("idle", Duration.ofSeconds(1), 0, Duration.ofSeconds(1), 0).cpuMicros())
        .isNaN();
  }

  @Test
  void readsPercentilesInMilliseconds() {
    Histogram micros = new Histogram(10_000_000, 3);
    for (int i = 1; i <= 1_000; i++) {
      micros.recordValue(i * 1_000L);
    }

    Latency latency = Latency.of(micros, 1_000);

    assertThat(latency.p50()).isCloseTo(500, within(1.0));
    assertThat(latency.p99()).isCloseTo(990, within(1.0));
    assertThat(latency.max()).isCloseTo(1_000, within(1.0));
  }

  @Test
  void savesEverythingAsJson() {
    JsonNode json = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsBytes(results));

    assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
    assertThat(json.at("/measurements/0/perSecond").asInt()).isEqualTo(9_990);
    assertThat(json.at("/measurements/0/costs/0/cpuMicros").asInt()).isEqualTo(80);
    assertThat(json.at("/at").asString()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(JsonMapper.shared().treeToValue(json, Results.class)).isEqualTo(results);
  }

  @Test
  void writesTablesOfMarkdown() {
    assertThat(Tables.markdown(List.of(List.of("a", "b"), List.of("1", "2"))))
        .containsExactly("| a | b |", "|---|---|", "| 1 | 2 |");
  }

  private static Measurement measured(
      Subject subject,
      int answerMillis,
      @Nullable Integer offered,
      double perSecond,
      double p99,
      double cpuMicros) {
    return new Measurement(
        subject,
        "",
        answerMillis,
        offered,
        perSecond,
        0,
        new Latency(p99 / 2, p99, p99 * 2),
        List.of(new Cost("sender", cpuMicros, 1, 400_000_000)),
        0.25,
        60);
  }
}
