package io.chatpush.fcm.simulator.message;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON shape of a send request, from the discovery document of the FCM HTTP v1 API and, for
 * what is newer, from the official Admin SDKs. As with every proto3 JSON, a field may be named in
 * snake case or in camel case, and null means absent.
 */
final class Shape {

  /** What a field holds. */
  enum Kind {
    STRING,
    STRINGS,
    BOOL,
    INT,
    NUMBER,
    ENUM,
    DURATION,
    DURATIONS,
    TIMESTAMP,
    /** An object whose values are strings. */
    MAP,
    /** Any JSON object. */
    STRUCT,
    MESSAGE
  }

  /** What the reader looks at beyond the shape. */
  enum Role {
    NONE,
    TOKEN,
    FID,
    TOPIC,
    CONDITION,
    VALIDATE_ONLY,
    DATA,
    ANDROID_TTL,
    ANDROID_TAG,
    APNS_HEADERS,
    WEB_NOTIFICATION,
    ANALYTICS_LABEL
  }

  /** Whose payload the strings of a field count towards. */
  enum Payload {
    NONE,
    EVERYBODY,
    ANDROID,
    APNS,
    WEB
  }

  /**
   * A field.
   *
   * @param type how Google names the type in an error
   * @param shape the fields of a MESSAGE
   * @param values the constants of an ENUM, in upper and in lower case: FCM takes both
   */
  record Field(
      Kind kind,
      String type,
      Role role,
      Payload payload,
      @Nullable Shape shape,
      Set<String> values) {}

  private static final String DURATION_TYPE = "type.googleapis.com/google.protobuf.Duration";
  private static final String STRUCT_TYPE = "type.googleapis.com/google.protobuf.Struct";

  static final Shape REQUEST = request();

  private final Map<String, Field> fields = new HashMap<>();
  private final String fcmType;

  private Shape(String name) {
    this.fcmType = "type.googleapis.com/google.firebase.fcm.v1." + name;
  }

  @Nullable Field field(String name) {
    return fields.get(name);
  }

  private static Shape request() {
    Shape options = new Shape("FcmOptions").label();
    Shape notification =
        new Shape("Notification").strings(Payload.EVERYBODY, "title", "body", "image");
    Shape color = new Shape("Color");
    for (String part : new String[] {"red", "green", "blue", "alpha"}) {
      color.add(part, Kind.NUMBER, "TYPE_FLOAT", Role.NONE, Payload.NONE);
    }
    Shape light =
        new Shape("LightSettings")
            .message("color", color)
            .durations("light_on_duration", "light_off_duration");
    Shape androidNotification =
        new Shape("AndroidNotification")
            .strings(
                Payload.ANDROID,
                "title",
                "body",
                "icon",
                "color",
                "sound",
                "click_action",
                "body_loc_key",
                "title_loc_key",
                "channel_id",
                "ticker",
                "image")
            .add("tag", Kind.STRING, "TYPE_STRING", Role.ANDROID_TAG, Payload.ANDROID)
            .add("body_loc_args", Kind.STRINGS, "TYPE_STRING", Role.NONE, Payload.ANDROID)
            .add("title_loc_args", Kind.STRINGS, "TYPE_STRING", Role.NONE, Payload.ANDROID)
            .bools(
                "sticky",
                "local_only",
                "default_sound",
                "default_vibrate_timings",
                "default_light_settings",
                "bypass_proxy_notification")
            .add(
                "event_time",
                Kind.TIMESTAMP,
                "type.googleapis.com/google.protobuf.Timestamp",
                Role.NONE,
                Payload.NONE)
            .add("notification_count", Kind.INT, "TYPE_INT32", Role.NONE, Payload.NONE)
            .add("vibrate_timings", Kind.DURATIONS, DURATION_TYPE, Role.NONE, Payload.NONE)
            .constants(
                "notification_priority",
                "AndroidNotification.NotificationPriority",
                "PRIORITY_UNSPECIFIED",
                "PRIORITY_MIN",
                "PRIORITY_LOW",
                "PRIORITY_DEFAULT",
                "PRIORITY_HIGH",
                "PRIORITY_MAX")
            .constants(
                "visibility",
                "AndroidNotification.Visibility",
                "VISIBILITY_UNSPECIFIED",
                "PRIVATE",
                "PUBLIC",
                "SECRET")
            .constants(
                "proxy",
                "AndroidNotification.Proxy",
                "PROXY_UNSPECIFIED",
                "ALLOW",
                "DENY",
                "IF_PRIORITY_LOWERED")
            .message("light_settings", light);
    Shape android =
        new Shape("AndroidConfig")
            .strings(Payload.NONE, "collapse_key", "restricted_package_name")
            .constants("priority", "AndroidConfig.AndroidMessagePriority", "NORMAL", "HIGH")
            .add("ttl", Kind.DURATION, DURATION_TYPE, Role.ANDROID_TTL, Payload.NONE)
            .add("data", Kind.MAP, "TYPE_STRING", Role.DATA, Payload.ANDROID)
            .bools("direct_boot_ok", "bandwidth_constrained_ok", "restricted_satellite_ok")
            .message("notification", androidNotification)
            .message("fcm_options", new Shape("AndroidFcmOptions").label());
    Shape webpush =
        new Shape("WebpushConfig")
            .add("headers", Kind.MAP, "TYPE_STRING", Role.NONE, Payload.NONE)
            .add("data", Kind.MAP, "TYPE_STRING", Role.DATA, Payload.WEB)
            .add("notification", Kind.STRUCT, STRUCT_TYPE, Role.WEB_NOTIFICATION, Payload.WEB)
            .message(
                "fcm_options",
                new Shape("WebpushFcmOptions").strings(Payload.NONE, "link").label());
    Shape apns =
        new Shape("ApnsConfig")
            .strings(Payload.NONE, "live_activity_token")
            .add("headers", Kind.MAP, "TYPE_STRING", Role.APNS_HEADERS, Payload.NONE)
            .add("payload", Kind.STRUCT, STRUCT_TYPE, Role.NONE, Payload.APNS)
            .message(
                "fcm_options", new Shape("ApnsFcmOptions").strings(Payload.NONE, "image").label());
    Shape message =
        new Shape("Message")
            .strings(Payload.NONE, "name")
            .add("token", Kind.STRING, "TYPE_STRING", Role.TOKEN, Payload.NONE)
            .add("fid", Kind.STRING, "TYPE_STRING", Role.FID, Payload.NONE)
            .add("topic", Kind.STRING, "TYPE_STRING", Role.TOPIC, Payload.NONE)
            .add("condition", Kind.STRING, "TYPE_STRING", Role.CONDITION, Payload.NONE)
            .add("data", Kind.MAP, "TYPE_STRING", Role.DATA, Payload.EVERYBODY)
            .message("notification", notification)
            .message("android", android)
            .message("webpush", webpush)
            .message("apns", apns)
            .message("fcm_options", options);
    return new Shape("SendMessageRequest")
        .add("validate_only", Kind.BOOL, "TYPE_BOOL", Role.VALIDATE_ONLY, Payload.NONE)
        .message("message", message);
  }

  private Shape add(String name, Kind kind, String type, Role role, Payload payload) {
    return put(name, new Field(kind, type, role, payload, null, Set.of()));
  }

  private Shape message(String name, Shape shape) {
    return put(
        name, new Field(Kind.MESSAGE, shape.fcmType, Role.NONE, Payload.NONE, shape, Set.of()));
  }

  private Shape strings(Payload payload, String... names) {
    for (String name : names) {
      add(name, Kind.STRING, "TYPE_STRING", Role.NONE, payload);
    }
    return this;
  }

  private Shape bools(String... names) {
    for (String name : names) {
      add(name, Kind.BOOL, "TYPE_BOOL", Role.NONE, Payload.NONE);
    }
    return this;
  }

  private Shape durations(String... names) {
    for (String name : names) {
      add(name, Kind.DURATION, DURATION_TYPE, Role.NONE, Payload.NONE);
    }
    return this;
  }

  private Shape label() {
    return add("analytics_label", Kind.STRING, "TYPE_STRING", Role.ANALYTICS_LABEL, Payload.NONE);
  }

  private Shape constants(String name, String type, String... values) {
    Set<String> known = new HashSet<>();
    for (String value : values) {
      known.add(value);
      known.add(value.toLowerCase(Locale.ROOT));
    }
    String fullType = "type.googleapis.com/google.firebase.fcm.v1." + type;
    return put(
        name, new Field(Kind.ENUM, fullType, Role.NONE, Payload.NONE, null, Set.copyOf(known)));
  }

  private Shape put(String name, Field field) {
    fields.put(name, field);
    fields.put(camelCase(name), field);
    return this;
  }

  private static String camelCase(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      out.append(c == '_' ? Character.toUpperCase(name.charAt(++i)) : c);
    }
    return out.toString();
  }
}
