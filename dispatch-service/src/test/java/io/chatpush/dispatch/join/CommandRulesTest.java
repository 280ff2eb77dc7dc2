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

  @Test
  void refusesContentsWhoseTextsCannotBeReplaced() {
    assertFault(texts(List.of(91), 10, List.of(), 0), "a content has no title at offset 91");
    assertFault(texts(List.of(-1), 1, List.of(), 0), "a content has no title at offset -1");
    assertFault(texts(List.of(20, 10), 5, List.of(), 0), "a content has no title at offset 10");
    assertFault(texts(List.of(20, 24), 5, List.of(), 0), "a content has no title at offset 24");
    assertFault(
        texts(List.of(), 0, List.of(), -1), "a content has a body of -1 bytes in a payload of 100");
    assertFault(
        texts(List.of(), 0, List.of(), Integer.MAX_VALUE), "a content has a body of 2147483647");
    assertFault(
        texts(List.of(), 0, Collections.nCopies(9, 0), 0),
        "a content has 9 places for its body, at most 8 are allowed");
    assertFault(texts(List.of(10), 10, List.of(19), 1), "title and body at the same place");
    assertFault(texts(List.of(), 0, List.of(60), 1), "a content has a push id in its body");
    assertFault(texts(List.of(5), 50, List.of(), 0), "a content has a push id in its title");
    assertFault(texts(List.of(1), 3, List.of(), 0), "a content has the time to live in its title");
    assertThat(CommandRules.fault(texts(List.of(2, 95), 5, List.of(10, 86), 9).build(), NOW))
        .isNull();
  }

  /** A content of 100 bytes with the time to live at 2 and a push id at 50. */
  private static PushCommand.Builder texts(
      List<Integer> titles, int titleLength, List<Integer> bodies, int bodyLength) {
    return command()
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.WEB,
                    ByteBuffer.allocate(100),
                    List.of(50),
                    2,
                    titles,
                    titleLength,
                    bodies,
                    bodyLength,
                    "en")));
  }

  private static PushCommand.Builder content(int bytes, List<Integer> pushIds, int ttl) {
    return command()
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.UNKNOWN,
                    ByteBuffer.allocate(bytes),
                    pushIds,
                    ttl,
                    List.of(),
                    0,
                    List.of(),
                    0,
                    "")));
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
