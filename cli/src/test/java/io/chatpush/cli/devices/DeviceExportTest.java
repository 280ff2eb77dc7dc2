package io.chatpush.cli.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.cli.service.Streamed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceExportTest {

  private static final String FIRST = "{\"user_id\":\"maya\"}\n";
  private static final String SECOND = "{\"user_id\":\"basil\"}\n";
  private static final String AFTER_FIRST = "{\"progress\":{\"devices\":1,\"cursor\":\"c1\"}}\n";
  private static final String AFTER_SECOND = "{\"progress\":{\"devices\":2,\"cursor\":\"c2\"}}\n";
  private static final String END = "{\"progress\":{\"devices\":2,\"complete\":true}}\n";

  private final Deque<Streamed> answers = new ArrayDeque<>();
  private final List<String> cursors = new ArrayList<>();
  private final List<Duration> naps = new ArrayList<>();
  private final StringBuilder written = new StringBuilder();

  @Test
  void writesWhatComes() throws Exception {
    answers.add(BrokenStream.whole(FIRST + AFTER_FIRST + SECOND + END));

    assertThat(export()).isEqualTo(new DeviceExport.Ended(2, "c1", null));
    assertThat(written).hasToString(FIRST + AFTER_FIRST + SECOND + END);
    assertThat(naps).isEmpty();
  }

  @Test
  void goesOnFromTheLastProgressAndHasNothingTwice() throws Exception {
    answers.add(BrokenStream.after(FIRST + AFTER_FIRST + SECOND));
    answers.add(BrokenStream.notNow());
    answers.add(BrokenStream.whole(SECOND + END));

    assertThat(export().devices()).isEqualTo(2);
    assertThat(cursors).containsExactly("all", "c1", "c1");
    assertThat(written).hasToString(FIRST + AFTER_FIRST + SECOND + END);
  }

  @Test
  void goesOnWhereTheServiceSaysThatItCannotNow() throws Exception {
    answers.add(
        BrokenStream.whole(
            FIRST + AFTER_FIRST + "{\"problem\":{\"status\":503,\"detail\":\"moving\"}}\n"));
    answers.add(BrokenStream.whole(SECOND + END));

    assertThat(export().reason()).isNull();
    assertThat(written).hasToString(FIRST + AFTER_FIRST + SECOND + END);
  }

  @Test
  void takesAnAnswerThatEndsWithoutSayingSoForBroken() throws Exception {
    answers.add(BrokenStream.whole(FIRST + AFTER_FIRST + SECOND + "{\"progress\":{\"dev"));
    answers.add(BrokenStream.whole(SECOND + END));

    assertThat(export().reason()).isNull();
    assertThat(written).hasToString(FIRST + AFTER_FIRST + SECOND + END);
  }

  @Test
  void givesUpAfterSeveralFailuresInARowAndSaysWhereToGoOn() throws Exception {
    answers.add(BrokenStream.whole(FIRST + AFTER_FIRST));
    answers.add(BrokenStream.whole(SECOND + AFTER_SECOND));
    for (int i = 0; i < Patience.DELAYS.size(); i++) {
      answers.add(BrokenStream.notNow());
    }

    assertThat(export()).isEqualTo(new DeviceExport.Ended(2, "c2", "It does not answer."));
    assertThat(naps)
        .as("the first failure, then, as something was done, all delays from the beginning")
        .hasSize(1 + Patience.DELAYS.size())
        .startsWith(Patience.DELAYS.getFirst(), Patience.DELAYS.getFirst());
  }

  private DeviceExport.Ended export() throws InterruptedException {
    return new DeviceExport(
            cursor -> {
              cursors.add(cursor == null ? "all" : cursor);
              return answers.remove();
            },
            lines -> written.append(new String(lines, StandardCharsets.UTF_8)),
            new Patience(naps::add),
            _ -> {})
        .run(null);
  }
}
