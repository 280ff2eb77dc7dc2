package io.chatpush.dispatch.fanout;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.ShortForms;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Chat events, commands and devices for the tests of fan-out, join and lanes. */
public final class Fixtures {

  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  public static final int BULK_ABOVE = 100;
  public static final int PARTITIONS = 8;

  /** The producer's default of {@code max.request.size}. */
  public static final int MOST_BYTES = 1_048_576;

  /** The largest number of recipients of a command of the bulk lane. */
  public static final int MAX_RECIPIENTS_BULK = CommandSplit.MAX_RECIPIENTS_BULK;

  public static final String APP = "test-app";
  public static final String OTHER_APP = "other-app";

  /** Says the platform and the text, so that tests see what went where. */
  public static final PayloadRenderer NAMING_RENDERER =
      (content, platform) -> {
        String prefix = platform + ":";
        RenderedContent rendered =
            new RenderedContent(
                platform,
                ByteBuffer.wrap(prefix.getBytes(StandardCharsets.UTF_8)),
                List.of(),
                -1,
                List.of(),
                0,
                List.of(prefix.length()),
                0,
                "");
        return TextSplice.with(rendered, content.title(), content.body(), content.locale());
      };

  private Fixtures() {}

  private static FanOut fanOut() {
    return new FanOut(
        Apps.Source.fixed(apps(APP, OTHER_APP)),
        new AppTexts(),
        new ContentComposer(NAMING_RENDERER),
        BULK_ABOVE,
        Duration.ofHours(1));
  }

  /** Apps that have all types of event switched on. */
  public static Apps apps(String... ids) {
    return Apps.of(Stream.of(ids).map(Fixtures::anApp).toList());
  }

  /** An app that has all types of event switched on, except its own. */
  public static App anApp(String id) {
    return ShortForms.app(
        id,
        null,
        App.Limits.AS_FOR_ALL,
        EnumSet.complementOf(EnumSet.of(ChatEventType.UNKNOWN, ChatEventType.CUSTOM)));
  }

  public static ChatMessageEvent.Builder aChatMessage(String... recipients) {
    return ChatMessageEvent.newBuilder()
        .setAppId(APP)
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setSenderId("sender")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of(recipients))
        .setBody("text")
        .setSentAt(NOW);
  }

  /** The command that fan-out makes of {@link #aChatMessage} for a user. */
  public static PushCommand aCommand(String recipient) {
    FanOut.FannedOut fannedOut =
        (FanOut.FannedOut)
            fanOut()
                .fanOut(
                    aChatMessage(recipient).build(),
                    new SourceRecord(Topics.CHAT_MESSAGES, 0, 0),
                    PARTITIONS,
                    Admission.Decision.UNLIMITED,
                    NOW);
    return fannedOut.commands().getFirst();
  }

  /** Whether an event keeps the rules, where {@link #APP} is the only app. */
  public static boolean keepsTheRules(ChatMessageEvent event) {
    return ChatEventRules.check(event, apps(APP).of(event.getAppId()), NOW) == null
        && ChatEventRules.unknownKind(event) == null;
  }

  public static UserDevice aDevice(String userId, String deviceId, Platform platform) {
    return UserDevice.newBuilder()
        .setAppId(APP)
        .setUserId(userId)
        .setDeviceId(deviceId)
        .setAddressType(AddressType.TOKEN)
        .setAddressValue("address-of-" + deviceId)
        .setPlatform(platform)
        .setRegisteredAt(NOW)
        .setRefreshedAt(NOW)
        .build();
  }
}
