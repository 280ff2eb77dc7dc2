package io.chatpush.dispatch.fanout;

import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.fanout.Refusal.Reason;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatEventRulesTest {

  private final ChatEventRules rules = new ChatEventRules(Fixtures.APP::equals);

  @Test
  void letsAGoodEventPass() {
    assertThat(rules.check(aChatMessage("u1").build())).isNull();
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
    assertThat(rules.check(aChatMessage("\u00e4".repeat(128)).build())).as("256 bytes").isNull();
    assertRefused(aChatMessage("\u00e4".repeat(128) + "a"), Reason.ID_TOO_LONG, "recipients");
    assertThat(rules.check(aChatMessage("a".repeat(256)).build())).as("256 bytes").isNull();
    assertRefused(aChatMessage("a".repeat(257)), Reason.ID_TOO_LONG, "recipients");
  }

  @Test
  void refusesKindsItDoesNotKnow() {
    assertRefused(
        aChatMessage("u1").setEventType(ChatEventType.UNKNOWN), Reason.KIND_UNKNOWN, "event_type");
    assertRefused(
        aChatMessage("u1").setAudience(Audience.CHANNEL), Reason.KIND_UNKNOWN, "audience");
  }

  @Test
  void takesAThousandRecipientsAndNoMore() {
    assertThat(rules.check(aChatMessage(users(1_000)).build())).isNull();
    assertRefused(aChatMessage(users(1_001)), Reason.TOO_MANY_RECIPIENTS, "recipients");
  }

  @Test
  void takesTheNamesOfDevicesOfOneRecipientOnly() {
    assertThat(rules.check(aChatMessage("u1").setOnlyDeviceIds(List.of(users(25))).build()))
        .isNull();
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
    assertThat(rules.check(aChatMessage("u1").setExpiresAt(NOW.plus(Duration.ofDays(28))).build()))
        .isNull();
  }

  private static String[] users(int count) {
    return IntStream.range(0, count).mapToObj(i -> "u" + i).toArray(String[]::new);
  }

  private void assertRefused(ChatMessageEvent.Builder event, Reason reason, String field) {
    Refusal refusal = rules.check(event.build());
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).as("names the field").contains(field);
  }
}
