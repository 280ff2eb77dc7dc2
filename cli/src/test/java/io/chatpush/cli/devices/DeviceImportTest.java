package io.chatpush.cli.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.service.Streamed;
import io.chatpush.cli.terminal.CommandException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceImportTest {

  private static final int LINES_A_REQUEST = 3;

  private final Deque<Streamed> answers = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  @Test
  void sendsSomeLinesARequestAndAddsUp() throws Exception {
    answers.add(BrokenStream.whole(refused(2) + complete(3, 2, 1)));
    answers.add(BrokenStream.whole(refused(1) + complete(2, 1, 1)));

    DeviceImport.Ended ended = run("a\nb\nc\nd\ne", 0);

    assertThat(ended).isEqualTo(new DeviceImport.Ended(new DeviceImport.Counts(5, 3, 2, 0), null));
    assertThat(sent).containsExactly("0:a\nb\nc\n", "0:d\ne");
    assertThat(refusals).as("by their numbers in all").containsExactly("2 wrong", "4 wrong");
  }

  @Test
  void sendsAgainWhatKafkaDoesNotHaveAndTellsOfARefusalOnce() throws Exception {
    answers.add(BrokenStream.after(progress(1, 1, 0) + refused(2)));
    answers.add(BrokenStream.notNow());
    answers.add(BrokenStream.whole(refused(2) + complete(3, 1, 1)));

    DeviceImport.Ended ended = run("a\nb\nc\n", 0);

    assertThat(ended.counts()).isEqualTo(new DeviceImport.Counts(3, 2, 1, 0));
    assertThat(sent).containsExactly("0:a\nb\nc\n", "1:a\nb\nc\n", "1:a\nb\nc\n");
    assertThat(refusals).containsExactly("2 wrong");
  }

  @Test
  void tellsOnceOfALineThatIsStoredOtherwise() throws Exception {
    String noticed = "{\"noticed\":{\"line\":2,\"notices\":[{\"field\":\"locale\"}]}}\n";
    answers.add(BrokenStream.after(progress(1, 1, 0) + noticed));
    answers.add(
        BrokenStream.whole(
            noticed + complete(3, 2, 0).replace("\"refused\":0", "\"refused\":0,\"noticed\":1")));

    DeviceImport.Ended ended = run("a\nb\nc\n", 0);

    assertThat(ended.counts()).isEqualTo(new DeviceImport.Counts(3, 3, 0, 1));
    assertThat(notices).containsExactly("2 locale");
  }

  @Test
  void leavesOutWhatAnImportBeforeHasDealtWith() throws Exception {
    answers.add(BrokenStream.whole(refused(1) + complete(1, 0, 1)));

    assertThat(run("a\nb\nc\nd\n", 3).counts()).isEqualTo(new DeviceImport.Counts(4, 0, 1, 0));
    assertThat(sent).containsExactly("0:d\n");
    assertThat(refusals).containsExactly("4 wrong");
  }

  @Test
  void saysHowFarItCameWhereItGivesUp() throws Exception {
    answers.add(BrokenStream.whole(complete(3, 3, 0)));
    for (int i = 0; i <= Patience.DELAYS.size(); i++) {
      answers.add(BrokenStream.notNow());
    }

    assertThat(run("a\nb\nc\nd\n", 0))
        .isEqualTo(
            new DeviceImport.Ended(new DeviceImport.Counts(3, 3, 0, 0), "It does not answer."));
  }

  @Test
  void takesTheServicesOwnWordForTheReason() throws Exception {
    String problem = "{\"problem\":{\"status\":503,\"detail\":\"Kafka is away.\"}}\n";
    for (int i = 0; i <= Patience.DELAYS.size() + 1; i++) {
      answers.add(BrokenStream.whole((i == 0 ? progress(2, 2, 0) : "") + problem));
    }

    assertThat(run("a\nb\nc\n", 0))
        .isEqualTo(new DeviceImport.Ended(new DeviceImport.Counts(2, 2, 0, 0), "Kafka is away."));
  }

  @Test
  void refusesWhatHasNoLines() {
    assertThatThrownBy(() -> run("x".repeat(2 << 20), 0))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("Line 1 is longer");
  }

  private DeviceImport.Ended run(String lines, long skip) throws Exception {
    return new DeviceImport(
            (bytes, done) -> {
              sent.add(done + ":" + new String(bytes, StandardCharsets.UTF_8));
              return answers.remove();
            },
            new Patience(_ -> {}),
            new DeviceImport.Listener() {
              @Override
              public void reached(DeviceImport.Counts counts) {}

              @Override
              public void refused(long line, JsonNode problem) {
                refusals.add(line + " " + problem.path("detail").asText());
              }

              @Override
              public void noticed(long line, JsonNode said) {
                notices.add(line + " " + said.path(0).path("field").asText());
              }
            })
        .run(
            new LineChunks(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), LINES_A_REQUEST),
            skip);
  }

  private static String refused(int line) {
    return "{\"refused\":{\"line\":%d,\"problem\":{\"detail\":\"wrong\"}}}\n".formatted(line);
  }

  private static String progress(int lines, int accepted, int refused) {
    return "{\"progress\":{\"lines\":%d,\"accepted\":%d,\"refused\":%d}}\n"
        .formatted(lines, accepted, refused);
  }

  private static String complete(int lines, int accepted, int refused) {
    return progress(lines, accepted, refused).replace("}}", ",\"complete\":true}}");
  }
}
