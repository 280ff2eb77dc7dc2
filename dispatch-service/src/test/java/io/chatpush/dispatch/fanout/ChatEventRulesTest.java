package io.chatpush.dispatch.fanout;

import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatEventRulesTest {

  @Test
  void letsAGoodEventPass() {
    assertThat(check(aChatMessage("u1"))).isNull();
  }

  @Test
  void refusesAnEventWithoutAnApp() {
    assertRefused(aChatMessage("u1").setAppId(""), Reason.ID_MISSING, "app_id");
  }

  @Test
  void refusesAnAppThatIsNotConfigured() {
    assertRefused(aChatMessage("u1").setAppId("another"), Reason.APP_UNKNOWN, "app_id");
  }

  @Test
  void refusesAnEventWithoutIds() {
    assertRefused(aChatMessage("u1").setMessageId(" "), Reason.ID_MISSING, "message_id");
    assertRefused(aChatMessage("u1").setChannelId(""), Reason.ID_MISSING, "channel_id");
    assertRefused(aChatMessage("u1").setSenderId(""), Reason.ID_MISSING, "sender_id");
    assertRefused(aChatMessage("u1", ""), Reason.ID_MISSING, "recipients");
  }

  @Test
  void measuresIdsInBytes() {
    assertThat(check(aChatMessage("\u00e4".repeat(128)))).as("256 bytes").isNull();
    assertRefused(aChatMessage("\u00e4".repeat(128) + "a"), Reason.ID_TOO_LONG, "recipients");
    assertThat(check(aChatMessage("a".repeat(256)))).as("256 bytes").isNull();
    assertRefused(aChatMessage("a".repeat(257)), Reason.ID_TOO_LONG, "recipients");
  }

  @Test
  void namesWhatIsNewerThanThisVersion() {
    assertThat(ChatEventRules.unknownKind(aChatMessage("u1").build())).isNull();
    assertThat(
            ChatEventRules.unknownKind(
                aChatMessage("u1").setEventType(ChatEventType.UNKNOWN).build()))
        .startsWith("event_type");
    assertThat(ChatEventRules.unknownKind(aChatMessage("u1").setAudience(Audience.CHANNEL).build()))
        .startsWith("audience is CHANNEL");
  }

  @Test
  void takesAThousandRecipientsAndNoMore() {
    assertThat(check(aChatMessage(users(1_000)))).isNull();
    assertRefused(aChatMessage(users(1_001)), Reason.TOO_MANY_RECIPIENTS, "recipients");
  }

  @Test
  void takesTheNamesOfDevicesOfOneRecipientOnly() {
    assertThat(check(aChatMessage("u1").setOnlyDeviceIds(List.of(users(25))))).isNull();
    assertRefused(
        aChatMessage("u1").setOnlyDeviceIds(List.of(users(26))),
        Reason.DEVICES_OUT_OF_RANGE,
        "only_device_ids");
    assertRefused(
        aChatMessage("u1", "u2").setOnlyDeviceIds(List.of("d1")),
        Reason.DEVICES_OUT_OF_RANGE,
        "recipients");
    assertRefused(
        aChatMessage("u1").setOnlyDeviceIds(List.of("")), Reason.ID_MISSING, "only_device_ids");
  }

  @Test
  void refusesAnExpiryThatFcmCouldNotKeep() {
    assertRefused(
        aChatMessage("u1").setExpiresAt(NOW.minusMillis(1)),
        Reason.EXPIRY_OUT_OF_RANGE,
        "expires_at");
    assertRefused(
        aChatMessage("u1").setExpiresAt(NOW.plus(Duration.ofDays(28)).plusMillis(1)),
        Reason.EXPIRY_OUT_OF_RANGE,
        "expires_at");
    assertThat(check(aChatMessage("u1").setExpiresAt(NOW.plus(Duration.ofDays(28))))).isNull();
  }

  @Test
  void refusesIdsThatNoDeviceCanRegisterWith() {
    assertRefused(aChatMessage("u1").setMessageId("a\nb"), Reason.ID_MALFORMED, "message_id");
    assertRefused(aChatMessage("u\u001b[31m"), Reason.ID_MALFORMED, "recipients");
    assertRefused(aChatMessage("u\ufffd"), Reason.ID_MALFORMED, "recipients");
    assertThat(check(aChatMessage("\u202eu \ud83d\ude00/%|\\"))).isNull();
  }

  @Test
  void namesTheUnitThatSentAtSeemsToBeIn() {
    long now = NOW.toEpochMilli();
    assertImplausible(0, "not to have been set");
    assertImplausible(now / 1_000, "in seconds");
    assertImplausible(now * 1_000, "in microseconds");
    assertImplausible(now * 1_000_000, "in nanoseconds");
    assertImplausible(-1, "after 1999");
    assertImplausible(Long.MIN_VALUE, "after 1999");
    assertImplausible(Long.MAX_VALUE, "before 2026-01-02T12:00:00Z");
  }

  @Test
  void takesAnOldEventAndOneOfAClockThatIsAhead() {
    assertThat(check(aChatMessage("u1").setSentAt(Instant.parse("2000-01-01T00:00:00Z")))).isNull();
    assertThat(check(aChatMessage("u1").setSentAt(NOW.plus(Duration.ofDays(1))))).isNull();
    assertRefused(
        aChatMessage("u1").setSentAt(NOW.plus(Duration.ofDays(1)).plusMillis(1)),
        Reason.SENT_AT_IMPLAUSIBLE,
        "sent_at");
  }

  @Test
  void namesTheUnitThatExpiresAtSeemsToBeIn() {
    for (long expiresAt : new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefused(
          aChatMessage("u1").setExpiresAt(Instant.ofEpochMilli(expiresAt)),
          Reason.EXPIRY_OUT_OF_RANGE,
          "expires_at is " + expiresAt);
    }
    assertRefused(
        aChatMessage("u1").setExpiresAt(Instant.ofEpochMilli(NOW.getEpochSecond() + 60)),
        Reason.EXPIRY_OUT_OF_RANGE,
        "in seconds");
  }

  private void assertImplausible(long sentAt, String suspicion) {
    assertRefused(
        aChatMessage("u1").setSentAt(Instant.ofEpochMilli(sentAt)),
        Reason.SENT_AT_IMPLAUSIBLE,
        "sent_at is " + sentAt);
    assertRefused(
        aChatMessage("u1").setSentAt(Instant.ofEpochMilli(sentAt)),
        Reason.SENT_AT_IMPLAUSIBLE,
        suspicion);
  }

  private @Nullable Refusal check(ChatMessageEvent.Builder event) {
    return ChatEventRules.check(
        event.build(), Fixtures.apps(Fixtures.APP).of(event.build().getAppId()), NOW);
  }

  private static String[] users(int count) {
    return IntStream.range(0, count).mapToObj(i -> "u" + i).toArray(String[]::new);
  }

  private void assertRefused(ChatMessageEvent.Builder event, Reason reason, String field) {
    Refusal refusal = check(event);
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).as("names the field").contains(field);
  }
}
