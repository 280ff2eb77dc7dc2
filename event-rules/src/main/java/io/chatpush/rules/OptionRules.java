package io.chatpush.rules;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for values of options, whether the file of an app or a chat event sets them: what FCM,
 * APNs or a push service would refuse or ignore. Each rule returns the rest of a sentence that
 * begins with the name of the field and quotes nothing of the value, such as {@code is not an https
 * URL}; {@code null} if the value keeps the rule.
 */
public final class OptionRules {

  /** Browsers and proxies take longer URLs, but none has to; a push has 4,096 bytes in all. */
  public static final int MAX_URL_LENGTH = 2_000;

  /**
   * The longest {@code apns-collapse-id}.
   *
   * @see <a
   *     href="https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns">Apple:
   *     sending notification requests to APNs</a>
   */
  public static final int MAX_COLLAPSE_KEY_BYTES = 64;

  /** Longer than the name of a sound has to be. */
  private static final int MAX_SOUND_BYTES = 64;

  /** As long as an id of a channel, by which most threads are named. */
  private static final int MAX_NAME_BYTES = 256;

  /**
   * FCM's own expression.
   *
   * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">FCM:
   *     FcmOptions</a>
   */
  private static final Pattern ANALYTICS_LABEL = Pattern.compile("[a-zA-Z0-9\\-_.~%]{1,50}");

  /** The form that firebase-admin takes. */
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

  private static final String HTTPS = "https://";

  /** Characters that RFC 3986 has in no part of a URL. */
  private static final String NOT_IN_URLS = " \"<>\\^`{|}";

  private OptionRules() {}

  /**
   * Rule for {@code image}, {@code link} and the icons of browsers. Characters beyond ASCII are
   * taken although a URL has none, because chat systems write them and most clients encode them.
   */
  public static @Nullable String url(String value) {
    if (value.length() > MAX_URL_LENGTH) {
      return "has more than 2,000 characters";
    }
    int authority = HTTPS.length();
    if (!value.regionMatches(true, 0, HTTPS, 0, authority)
        || value.length() == authority
        || "/?#:@".indexOf(value.charAt(authority)) >= 0) {
      return "is not an https URL";
    }
    for (int i = authority; i < value.length(); i++) {
      char c = value.charAt(i);
      if (NOT_IN_URLS.indexOf(c) >= 0
          || Character.isISOControl(c)
          || Character.isSpaceChar(c)
          || (c == '%' && !isEncodedOctet(value, i))) {
        return "is not an https URL";
      }
    }
    return null;
  }

  private static boolean isEncodedOctet(String value, int at) {
    return at + 2 < value.length()
        && Character.digit(value.charAt(at + 1), 16) >= 0
        && Character.digit(value.charAt(at + 2), 16) >= 0;
  }

  /** Rule for {@code sound}: the name of a file in the app, not a path. */
  public static @Nullable String sound(String value) {
    String fault = name(value, MAX_SOUND_BYTES);
    return fault == null && (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0)
        ? "is a path, not the name of a sound"
        : fault;
  }

  /** Rule for {@code badge} and {@code notification_count}. */
  public static @Nullable String count(int value) {
    return value < 0 ? "is negative" : null;
  }

  /** Rule for {@code collapse_key}. */
  public static @Nullable String collapseKey(String value) {
    return name(value, MAX_COLLAPSE_KEY_BYTES);
  }

  /**
   * Rule for the names that an app or its chat system chooses: {@code category}, {@code thread},
   * {@code icon}, {@code click_action}, {@code target_content_id} and the notification channel.
   */
  public static @Nullable String name(String value) {
    return name(value, MAX_NAME_BYTES);
  }

  /** Rule for {@code analytics_label}. */
  public static @Nullable String analyticsLabel(String value) {
    return ANALYTICS_LABEL.matcher(value).matches()
        ? null
        : "is not 1 to 50 of the characters a-z, A-Z, 0-9 and -_.~%";
  }

  /** Rule for {@code color}. */
  public static @Nullable String color(String value) {
    return COLOR.matcher(value).matches() ? null : "is not a color of the form #rrggbb";
  }

  /** Rule for {@code critical_volume}. */
  public static @Nullable String criticalVolume(double value) {
    return value > 0 && value <= 1 ? null : "is not more than 0 and at most 1";
  }

  /** Rule for {@code relevance_score}. */
  public static @Nullable String relevanceScore(double value) {
    return value >= 0 && value <= 1 ? null : "is not 0 to 1";
  }

  private static @Nullable String name(String value, int maxBytes) {
    if (value.isBlank()) {
      return "is empty";
    }
    if (value.length() > maxBytes || value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      return "has more than " + maxBytes + " bytes of UTF-8";
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return "has a control character";
      }
    }
    return null;
  }
}
