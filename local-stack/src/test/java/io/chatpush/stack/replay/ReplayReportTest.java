package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.cli.terminal.Terminal;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Reason;
import io.chatpush.stack.replay.ChatLog.Channel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayReportTest {

  private static final Channel CHANNEL = new Channel("c", null, List.of("ann", "bob", "eve"));

  private final PushLedger ledger =
      new PushLedger(Map.of("bob", List.of("b1"), "eve", List.of("e1", "e2")));

  @Test
  void saysHowManyRecipientsGotNoPushAndWhy() {
    ledger.expect("m1", ChatEventType.REACTION, CHANNEL, "ann");
    suppressed("m1", "bob", Reason.TYPE_OFF);
    suppressed("m1", "eve", Reason.TYPE_OFF);
    ledger.expect("m2", ChatEventType.CALL, CHANNEL, "bob");
    suppressed("m2", "ann", Reason.APP_LIMIT);
    suppressed("m2", "eve", Reason.APP_LIMIT);

    ReplayReport report = report();
    assertThat(report.isComplete()).isTrue();
    assertThat(report.eventsOfTypesOff()).containsExactly(Map.entry(ChatEventType.REACTION, 1L));
    assertThat(printed(report))
        .containsPattern("(?m)^  pushes called for +0 *$")
        .containsPattern("(?m)^  recipients of a type that is off +2 *$")
        .containsPattern("(?m)^  recipients over the app's limit +2 *$")
        .containsPattern("(?m)^  outcomes nobody called for +0 *$")
        .endsWith("unaccounted=0\n");
  }

  @Test
  void hasNoLineForReasonsThatDidNotOccur() {
    ledger.expect("m1", ChatEventType.NEW_MESSAGE, CHANNEL, "eve");
    ledger.record(UUID.randomUUID(), "m1", "bob", "b1", Outcome.ACCEPTED, null, 5);

    assertThat(report().isComplete()).isTrue();
    assertThat(printed(report())).doesNotContain("type that is off").doesNotContain("limit");
  }

  private ReplayReport report() {
    return new ReplayReport(2, Duration.ofSeconds(1), Duration.ofSeconds(2), ledger.standing(), 0);
  }

  private void suppressed(String message, String user, Reason reason) {
    ledger.record(UUID.randomUUID(), message, user, null, Outcome.SUPPRESSED, reason, 5);
  }

  private static String printed(ReplayReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.print(Terminal.writingTo(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    return out.toString(StandardCharsets.UTF_8);
  }
}
