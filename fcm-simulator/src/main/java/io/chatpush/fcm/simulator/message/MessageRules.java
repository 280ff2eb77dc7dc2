package io.chatpush.fcm.simulator.message;

import io.chatpush.fcm.simulator.message.SendRequest.Target;
import io.chatpush.fcm.simulator.message.Shape.Payload;
import io.chatpush.fcm.simulator.message.Shape.Role;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * What FCM checks of one message once its JSON has the right shape. The first rule broken is told.
 */
final class MessageRules {

  /** firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode, INVALID_ARGUMENT. */
  static final int MAX_PAYLOAD = 4096;

  static final int MAX_TOPIC_PAYLOAD = 2048;

  /**
   * Four weeks:
   * firebase.google.com/docs/cloud-messaging/customize-messages/setting-message-lifespan.
   */
  static final BigDecimal MAX_TTL_SECONDS = BigDecimal.valueOf(2_419_200);

  private static final Pattern ANALYTICS_LABEL = Pattern.compile("[a-zA-Z0-9-_.~%]{1,50}");

  private @Nullable Target target;
  private String address = "";
  private boolean validateOnly;
  private @Nullable String pushId;
  private @Nullable String androidTag;
  private @Nullable String apnsCollapseId;
  private @Nullable String webTag;
  private @Nullable FieldViolation firstViolation;
  private int everybody;
  private int android;
  private int apns;
  private int web;

  /** Counts bytes of a key or a value towards a payload. */
  void add(Payload payload, int bytes) {
    switch (payload) {
      case NONE -> {}
      case EVERYBODY -> everybody += bytes;
      case ANDROID -> android += bytes;
      case APNS -> apns += bytes;
      case WEB -> web += bytes;
    }
  }

  /** Takes the target; false if there is one already. */
  boolean target(Role role, String value) {
    if (target != null) {
      return false;
    }
    target = Target.valueOf(role.name());
    address = value;
    return true;
  }

  void validateOnly(boolean only) {
    validateOnly = only;
  }

  void androidTtl(String field, String ttl) {
    BigDecimal seconds = new BigDecimal(ttl.substring(0, ttl.length() - 1));
    if (seconds.signum() < 0 || seconds.compareTo(MAX_TTL_SECONDS) > 0) {
      refuse(field, "TTL must be between 0 and 2419200 seconds.");
    }
  }

  void androidTag(String tag) {
    androidTag = tag;
  }

  void apnsCollapseId(String id) {
    apnsCollapseId = id;
  }

  void webTag(String tag) {
    webTag = tag;
  }

  void analyticsLabel(String field, String label) {
    if (!ANALYTICS_LABEL.matcher(label).matches()) {
      refuse(field, "Invalid analytics label.");
    }
  }

  /** Takes one entry of a data map, the value being the parser's current token. */
  void data(FieldPath path, String key, JsonParser value) {
    if (key.equals("push_id")) {
      pushId = value.getString();
    } else if (isReserved(key)) {
      refuse(path.toString(), "Invalid data payload key: " + key);
    }
  }

  SendRequest check() {
    if (target == null) {
      return refused("message", "Recipient of the message is not set.");
    }
    if (target == Target.TOKEN && !isToken(address)) {
      return refused(
          "message.token", "The registration token is not a valid FCM registration token");
    }
    if (target == Target.FID && !isToken(address)) {
      return refused("message.fid", "The installation ID is not a valid Firebase installation ID");
    }
    if (firstViolation != null) {
      return refused(firstViolation.field(), firstViolation.description());
    }
    boolean toTopic = target == Target.TOPIC || target == Target.CONDITION;
    int limit = (toTopic ? MAX_TOPIC_PAYLOAD : MAX_PAYLOAD) - everybody;
    if (android > limit || limit < 0) {
      return refused("message", "Android message is too big");
    }
    if (apns > limit) {
      return refused("message", "APNs message is too big");
    }
    if (web > limit) {
      return refused("message", "Web push message is too big");
    }
    return new SendRequest.Valid(target, address, validateOnly, pushTag());
  }

  private @Nullable String pushTag() {
    if (pushId != null) {
      return pushId;
    }
    if (androidTag != null) {
      return androidTag;
    }
    return apnsCollapseId != null ? apnsCollapseId : webTag;
  }

  private void refuse(String field, String description) {
    if (firstViolation == null) {
      firstViolation = new FieldViolation(field, description);
    }
  }

  private static SendRequest refused(String field, String description) {
    return new SendRequest.Invalid(
        description, List.of(new FieldViolation(field, description)), true);
  }

  private static boolean isReserved(String key) {
    return key.equals("from")
        || key.equals("message_type")
        || key.startsWith("google.")
        || key.startsWith("gcm.");
  }

  /** Printable ASCII without blanks, at most 4,096 characters: nothing more is promised of it. */
  private static boolean isToken(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= 4096;
  }
}
