package io.chatpush.token.web;

import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceChange.Registered;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.Platform;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what is said of a device: in the body of a registration, or in a line of an import, which
 * says whose it is and since when, too.
 */
final class RegistrationBody {

  static final Set<String> FIELDS =
      Set.of("address", "previous_address", "platform", "locale", "time_zone", "app_version");
  static final Set<String> IMPORTED_FIELDS =
      Stream.concat(
              FIELDS.stream(), Stream.of("user_id", "device_id", "registered_at", "refreshed_at"))
          .collect(Collectors.toUnmodifiableSet());
  static final Set<String> ADDRESS_FIELDS = Set.of("type", "value");

  private final JsonFields fields = new JsonFields();

  private RegistrationBody() {}

  /**
   * Reads a registration.
   *
   * @param now when it was taken
   * @throws ProblemException if the body is not JSON, or naming every field that is wrong
   */
  static Registered read(AppId app, UserId user, DeviceId device, byte[] body, Instant now) {
    JsonNode json = JsonFields.object(body);
    RegistrationBody reader = new RegistrationBody();
    reader.fields.refuseUnknown(json, "", FIELDS);
    return reader.registered(app, user, device, json, null, now);
  }

  /**
   * Reads a line of an import.
   *
   * @param now when it was taken
   * @return {@code null} for a line in which an export tells how far it is
   * @throws ProblemException as {@link #read}
   */
  static @Nullable Registered readLine(AppId app, byte[] line, Instant now) {
    JsonNode json = JsonFields.object(line);
    if (json.size() == 1 && json.has("progress")) {
      return null;
    }
    RegistrationBody reader = new RegistrationBody();
    JsonFields fields = reader.fields;
    fields.refuseUnknown(json, "", IMPORTED_FIELDS);
    UserId user = fields.required(json, "", "user_id", UserId::new);
    DeviceId device = fields.required(json, "", "device_id", DeviceId::new);
    Instant registeredAt =
        fields.optional(json, "", "registered_at", text -> notAfter(now, instant(text)));
    Instant refreshedAt =
        fields.optional(json, "", "refreshed_at", text -> notAfter(now, instant(text)));
    return reader.registered(
        app, user, device, json, registeredAt, refreshedAt == null ? now : refreshedAt);
  }

  private Registered registered(
      AppId app,
      @Nullable UserId user,
      @Nullable DeviceId device,
      JsonNode json,
      @Nullable Instant registeredAt,
      Instant occurredAt) {
    PushAddress address = address(json.get("address"), "address");
    JsonNode replaced = json.get("previous_address");
    PushAddress previous =
        replaced == null || replaced.isNull() ? null : address(replaced, "previous_address");
    Platform platform =
        fields.required(json, "", "platform", name -> JsonFields.constant(Platform.class, name));
    LanguageTag locale = fields.optional(json, "", "locale", LanguageTag::new);
    TimeZoneName timeZone = fields.optional(json, "", "time_zone", TimeZoneName::new);
    AppVersion appVersion = fields.optional(json, "", "app_version", AppVersion::new);
    if (user == null
        || device == null
        || address == null
        || platform == null
        || !fields.errors().isEmpty()) {
      throw new ProblemException(Problem.invalid(fields.errors()));
    }
    return new Registered(
        new DeviceRegistration(app, user, device, address, platform, locale, timeZone, appVersion),
        address.equals(previous) ? null : previous,
        registeredAt,
        occurredAt);
  }

  private @Nullable PushAddress address(@Nullable JsonNode address, String name) {
    if (address == null || !address.isObject()) {
      fields.wrong(name, "must be an object with type and value");
      return null;
    }
    String path = name + ".";
    fields.refuseUnknown(address, path, ADDRESS_FIELDS);
    PushAddress.Type type =
        fields.required(
            address, path, "type", text -> JsonFields.constant(PushAddress.Type.class, text));
    // Checked also where the type is wrong, to report both at once; the rule is the same for all.
    PushAddress.Type any = type == null ? PushAddress.Type.TOKEN : type;
    return fields.required(address, path, "value", value -> new PushAddress(any, value));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time such as 2026-01-02T03:04:05Z", e);
    }
  }

  /** From the future it would keep FCM's word of a dead address from being believed. */
  private static Instant notAfter(Instant now, Instant time) {
    if (time.isAfter(now) || time.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException("must be a time from 1970 to now");
    }
    return time;
  }
}
