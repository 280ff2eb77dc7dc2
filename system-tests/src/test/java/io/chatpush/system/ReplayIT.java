package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./chatpush replay}: every message of a log becomes an event, every push has its end. */
@SystemTest
final class ReplayIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Of a real log, which calls for a hundred pushes a message when it is whole. */
  private static final int EXCERPT_LINES = 250;

  private final RunningStack stack;

  ReplayIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void accountsForEveryPushOfALogWithTheNicksOfIrc() throws Exception {
    Path log =
        write(
            "kitchen.irc",
            """
            === topic: soup, bread and | pipes
            [23:58] <zoe|cooking> who is here?
            [23:58] <[mo]builder^> zoe|cooking: I am
            === quiet`guest [~q@host.example] has joined #kitchen
            [23:59] <Łukasz{ö}> mo: not you
            === Łukasz{ö} is now known as Łukasz{away}
            [23:59]  * zoe|cooking stirs
            [00:00] <Łukasz{away}> zoe|cooking, back at one 🍲
            [00:01] <zoe|cooking>\s
            === [mo]builder^ [n=mo@host.example] has quit []
            [00:02] <zoe|cooking> quiet`guest: welcome
            """);
    Stream.of("zoe|cooking", "[mo]builder^", "quiet`guest", "Łukasz{ö}", "welcome", "back at one")
        .forEach(Secrets::secret);
    Program.Ended ended =
        stack
            .chatpush("replay", "--format=irc", "--rate=50", "--devices-per-user=2", log.toString())
            .await(LIMIT);

    // Six messages, each to four of the five members, each of whom has two devices.
    assertThat(ReplayFigures.of(ended)).isEqualTo(new ReplayFigures(6, 48, 48, 0, 0));
    assertThat(new Simulator(stack).latestPushes(1_000))
        .filteredOn(push -> push.title().endsWith(" in \u2068#kitchen\u2069"))
        .hasSize(48)
        .extracting(Simulator.Push::body)
        .contains("zoe|cooking, back at one 🍲", "zoe|cooking: I am", "Sent a message");
  }

  @Test
  void accountsForEveryPushOfARealLog() throws Exception {
    Path logs = Project.file("../shared/data/irc-ubuntu");
    assumeTrue(Files.isDirectory(logs), "there are no real logs in ../shared/data/irc-ubuntu");
    Path excerpt = write("ubuntu.irc", firstLines(logs));
    Program.Ended ended =
        stack.chatpush("replay", "--format=irc", "--rate=100", excerpt.toString()).await(LIMIT);

    ReplayFigures figures = ReplayFigures.of(ended);
    assertThat(figures.events()).isGreaterThan(EXCERPT_LINES / 2);
    assertThat(figures.calledFor()).isGreaterThan(figures.events());
    assertThat(figures.accepted()).isEqualTo(figures.calledFor());
    assertThat(figures.unaccounted()).isZero();
    assertThat(figures.duplicates()).isZero();
  }

  private static String firstLines(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path log =
          files
              .filter(file -> file.toString().endsWith(".raw.txt"))
              .sorted()
              .findFirst()
              .orElseThrow();
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(0, Math.min(EXCERPT_LINES, lines.size())));
    }
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(
        Files.createDirectories(Project.target("logs-to-replay")).resolve(name), text);
  }
}
