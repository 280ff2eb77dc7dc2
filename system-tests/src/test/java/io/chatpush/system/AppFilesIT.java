package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An app file is changed again and again while its app's pushes go on. */
@SystemTest
@Tag("faults")
final class AppFilesIT {

  private static final int CHANGES = 100;
  private static final Duration PACE = Duration.ofMillis(50);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final RunningStack stack;
  private final Simulator simulator;

  AppFilesIT(RunningStack stack) {
    this.stack = stack;
    this.simulator = new Simulator(stack);
  }

  @Test
  void losesNoPushAndUsesNoHalfOfAFile() throws Exception {
    Path file = LocalApp.file(stack.directory());
    String usual = Files.readString(file);
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(4).toList();
    new Apps(stack).register(phones.toArray(Phone[]::new));
    try {
      replace(file, version(usual, 0));
      awaitTaken(1);
      try (Chatter chatter = Chatter.begin(stack, phones, PACE)) {
        for (int change = 1; change <= CHANGES; change++) {
          switch (change % 10) {
            case 3 -> rejects(file, "colour: red\n");
            case 7 -> inTwoHalves(file, version(usual, change));
            default -> replace(file, version(usual, change));
          }
          if (change % 10 != 3) {
            int version = change;
            Awaitility.await("a push with the text of version " + version)
                .atMost(SOON)
                .until(() -> simulator.latestPushes(1).getFirst().body().startsWith(said(version)));
          }
        }
        int calledFor = chatter.stop();
        assertThat(chatter.awaitOutcomes(SOON)).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
      }
      assertThat(phones)
          .allSatisfy(phone ->
              assertThat(simulator.inbox(phone).pushes())
                  .isNotEmpty()
                  .allSatisfy(
                      push -> assertThat(push.body()).matches("version-\\d+-ends \\S[\\s\\S]*")));
    } finally {
      replace(file, usual);
    }
  }

  /** The half that is written first is a valid file, with other texts. */
  private static String version(String usual, int version) {
    return usual.replace(
        "  NEW_MESSAGE: {enabled: true}\n",
        "  NEW_MESSAGE:\n    enabled: true\n    templates:\n      en:\n        body: \"%s{message}\"\n"
            .formatted(said(version)));
  }

  /** What each version of the file says before the text of a message. */
  private static String said(int version) {
    return "version-%d-ends ".formatted(version);
  }

  private void rejects(Path file, String text) throws IOException {
    replace(file, text);
    Awaitility.await("the file to be rejected").atMost(SOON).until(() -> rejected() == 1);
  }

  private static void inTwoHalves(Path file, String text) throws IOException {
    int half = text.indexOf("    templates:");
    Files.writeString(file, text.substring(0, half));
    Files.writeString(file, text.substring(half), StandardOpenOption.APPEND);
  }

  private static void replace(Path file, String text) throws IOException {
    Path beside = Files.writeString(file.resolveSibling(".new"), text);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void awaitTaken(int changes) {
    Awaitility.await("the file to be taken").atMost(SOON).until(() -> taken() > changes);
  }

  private double taken() {
    return stack.dispatchMeter("push_app_files_taken_total");
  }

  private double rejected() {
    return stack.dispatchMeter("push_app_files_rejected");
  }
}
