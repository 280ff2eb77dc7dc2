package io.chatpush.dispatch.join;

import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Platform;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class CommandRulesTest {

  @Test
  void letsACommandOfFanOutPass() {
    assertThat(CommandRules.fault(command().build(), NOW)).isNull();
  }

  @Test
  void refusesACommandThatHasNothingToSayOrNobodyToTell() {
    assertFault(command().setContents(List.of()), "contents has 0 entries");
    assertFault(command().setRecipients(List.of()), "recipients has 0 entries");
    assertFault(
        command().setRecipients(Collections.nCopies(501, "u")), "recipients has 501 entries");
  }

  @Test
  void refusesIdsThatFanOutDoesNotWrite() {
    assertFault(push -> push.getMessageBuilder().setAppId(""), "app_id is MISSING");
    assertFault(
        push -> push.getMessageBuilder().setMessageId("a\u0000"), "message_id is MALFORMED");
    assertFault(push -> push.setChannelId("c".repeat(257)), "channel_id is TOO_LONG");
    assertFault(command().setRecipients(List.of("u", " ")), "recipients is MISSING");
    assertFault(command().setOnlyDeviceIds(List.of("\n")), "only_device_ids is MISSING");
    assertFault(command().setOnlyDeviceIds(Collections.nCopies(26, "d")), "only_device_ids has 26");
  }

  @Test
  void refusesTimesAndCountsThatCannotBe() {
    Instant never = Instant.ofEpochMilli(Long.MAX_VALUE);
    assertFault(
        push -> push.getMessageBuilder().setSentAt(never), "sent_at is 9223372036854775807");
    assertFault(
        push -> push.getMessageBuilder().setFannedOutAt(Instant.EPOCH), "fanned_out_at is 0");
    assertFault(push -> push.setExpiresAt(never), "expires_at");
    assertFault(push -> push.setFirstFailedAt(never), "first_failed_at");
    assertFault(command().setNotBefore(never), "not_before");
    assertFault(push -> push.setAttempt(0), "attempt is 0");
    assertFault(push -> push.setAttempt(Integer.MAX_VALUE), "attempt is 2147483647");
    assertFault(push -> push.setRedriveCount(-1), "redrive_count is -1");
    assertFault(push -> push.setParkedCount(Integer.MIN_VALUE), "parked_count is -2147483648");
  }

  @Test
  void refusesContentsThatCannotBeFilledIn() {
    assertFault(content(9_000, List.of(), -1), "a content has 9000 bytes");
    assertFault(content(100, List.of(65), -1), "no room for a push id at offset 65");
    assertFault(content(100, List.of(-1), -1), "no room for a push id at offset -1");
    assertFault(content(100, List.of(), 101), "no offset 101 for the time to live");
    assertThat(CommandRules.fault(content(100, List.of(64), 100).build(), NOW)).isNull();
  }

  private static PushCommand.Builder content(int bytes, List<Integer> pushIds, int ttl) {
    return command()
        .setContents(
            List.of(
                new RenderedContent(Platform.UNKNOWN, ByteBuffer.allocate(bytes), pushIds, ttl)));
  }

  private static void assertFault(PushCommand.Builder command, String fault) {
    assertThat(CommandRules.fault(command.build(), NOW)).contains(fault);
  }

  private static void assertFault(Consumer<Push.Builder> change, String fault) {
    PushCommand.Builder command = command();
    change.accept(command.getPushBuilder());
    assertFault(command, fault);
  }

  private static PushCommand.Builder command() {
    return PushCommand.newBuilder(aCommand("u1"));
  }
}
