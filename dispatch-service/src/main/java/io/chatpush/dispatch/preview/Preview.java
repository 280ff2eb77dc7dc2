package io.chatpush.dispatch.preview;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.Platform;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a chat event would look like on devices.
 *
 * @param app the app
 * @param message the id of the message
 * @param eventType the type of the event
 * @param customType the app's own name of the type; only with CUSTOM
 * @param defaultLocale the locale of the texts for devices whose own language the app does not have
 * @param expiresAt after this moment the push would not be sent
 * @param notices sentences about the whole event, such as that its type is switched off
 * @param renderings by platform, and by locale with the default one first
 */
record Preview(
    String app,
    String message,
    ChatEventType eventType,
    @Nullable String customType,
    String defaultLocale,
    Instant expiresAt,
    List<String> notices,
    List<Rendering> renderings) {

  /**
   * What the devices of one platform and locale would show.
   *
   * @param platform the platform
   * @param locale of the texts
   * @param title as it would be shown; {@code null} where the push has none
   * @param body as it would be shown; {@code null} where the push has none
   * @param shortened whether title or body was shortened
   * @param bytes of the largest request with this content, which FCM counts against the limit
   * @param bytesRemaining of the 4,096 bytes that FCM takes
   * @param fcmMessage the message for FCM, with a placeholder for the address
   * @param check what FCM says of it; {@code null} where FCM was not asked
   * @param notices sentences about this rendering
   */
  record Rendering(
      Platform platform,
      String locale,
      @Nullable String title,
      @Nullable String body,
      boolean shortened,
      int bytes,
      int bytesRemaining,
      JsonNode fcmMessage,
      @Nullable Check check,
      List<String> notices) {

    Rendering {
      notices = List.copyOf(notices);
    }
  }

  Preview {
    notices = List.copyOf(notices);
    renderings = List.copyOf(renderings);
  }
}
