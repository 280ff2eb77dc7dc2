package io.chatpush.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as people run it, with a small load: that the sums are right, not how fast it is. */
class BenchIT {

  private static final int MINUTES = 5;

  /** Everything was measured; whether the rate was held in time says nothing here. */
  private static final List<Integer> MEASURED = List.of(0, 5);

  @Test
  void accountsForEveryPushAndSaysWhatItCost(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path log = Path.of("target", "bench-it.log").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of("..", "chatpush").toAbsolutePath().toString(),
                "bench",
                "--directory=" + directory,
                "--only=full,announcement,gateway",
                "--rate=200",
                "--users=200",
                "--warm-up=1s",
                "--duration=2s")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Maven has built everything, and is in the midst of it.
    builder.environment().put("CHATPUSH_NO_BUILD", "1");
    Process bench = builder.start();
    try {
      assertThat(bench.waitFor(MINUTES, TimeUnit.MINUTES)).as("it ends; see %s", log).isTrue();
    } finally {
      bench.destroy();
    }
    assertThat(MEASURED).as("%s", Files.readString(log)).contains(bench.exitValue());

    Path saved = saved(directory.resolve("bench"));
    JsonNode results = JsonMapper.shared().readTree(saved.resolve("results.json").toFile());
    JsonNode pipeline = results.at("/measurements/0");
    assertThat(pipeline.path("failed").asInt(-1)).as("pushes without an outcome").isZero();
    assertThat(pipeline.path("latency").path("p50").asDouble()).isGreaterThanOrEqualTo(100);
    assertThat(pipeline.path("costs").valueStream().map(cost -> cost.path("process").asString()))
        .containsExactly(
            "dispatch-service", "broker", "registry", "token-service", "simulator", "load");
    for (int conversations = 1; conversations <= 2; conversations++) {
      JsonNode measured = results.at("/measurements/" + conversations);
      assertThat(measured.path("subject").asString()).isEqualTo("CONVERSATIONS");
      assertThat(measured.path("failed").asInt(-1))
          .as("pushes without an outcome, %s", measured.path("setting").asString())
          .isZero();
    }
    JsonNode gateway = results.at("/measurements/3");
    assertThat(gateway.path("failed").asInt(-1)).as("sends that failed").isZero();
    assertThat(gateway.path("perSecond").asDouble()).isPositive();
    assertThat(gateway.at("/costs/0/cpuMicros").asDouble()).isPositive();
  }

  private static Path saved(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> Files.exists(file.resolve("results.json")))
          .findFirst()
          .orElseThrow();
    }
  }
}
