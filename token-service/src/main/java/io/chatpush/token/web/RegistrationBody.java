package io.chatpush.token.web;

import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceChange.Registered;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import io.chatpush.token.web.Notice.Source;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what is said of a device: in the body of a registration, or in a line of an import, which
 * says whose it is and since when, too.
 *
 * <p>A phone sends what its system gives it, and cannot be corrected before its next update. So
 * only what a push cannot do without makes a body wrong: address and platform, and of an import
 * whose the device is and the times, which an operator can correct.
 */
final class RegistrationBody {

  static final Set<String> FIELDS =
      Set.of("address", "previous_address", "platform", "locale", "time_zone", "app_version");
  static final Set<String> IMPORTED_FIELDS =
      Stream.concat(
              FIELDS.stream(), Stream.of("user_id", "device_id", "registered_at", "refreshed_at"))
          .collect(Collectors.toUnmodifiableSet());
  private static final List<Platform> PLATFORMS =
      List.of(Platform.WEB, Platform.ANDROID, Platform.IOS);
  private static final List<AddressType> ADDRESS_TYPES =
      List.of(AddressType.TOKEN, AddressType.FID);
  static final Set<String> ADDRESS_FIELDS = Set.of("type", "value");

  /**
   * What was read.
   *
   * @param registered as it is stored
   * @param notices of what is stored otherwise than it was sent
   */
  record Read(Registered registered, List<Notice> notices) {}

  private final JsonFields fields = new JsonFields();

  private RegistrationBody() {}

  /**
   * Reads a registration.
   *
   * @param now when it was taken
   * @throws ProblemException if the body is not JSON, or naming every field that is wrong
   */
  static Read read(AppId app, UserId user, DeviceId device, byte[] body, Instant now) {
    JsonNode json = JsonFields.object(body);
    RegistrationBody reader = new RegistrationBody();
    return reader.read(app, user, device, json, null, now, FIELDS);
  }

  /**
   * Reads a line of an import.
   *
   * @param now when it was taken
   * @return {@code null} for a line in which an export tells how far it is
   * @throws ProblemException as {@link #read}
   */
  static @Nullable Read readLine(AppId app, byte[] line, Instant now) {
    JsonNode json = JsonFields.object(line);
    if (json.size() == 1 && json.has("progress")) {
      return null;
    }
    RegistrationBody reader = new RegistrationBody();
    JsonFields fields = reader.fields;
    UserId user = fields.required(json, "", "user_id", UserId::new);
    DeviceId device = fields.required(json, "", "device_id", DeviceId::new);
    Instant registeredAt =
        fields.optional(json, "", "registered_at", text -> notAfter(now, instant(text)));
    Instant refreshedAt =
        fields.optional(json, "", "refreshed_at", text -> notAfter(now, instant(text)));
    return reader.read(
        app,
        user,
        device,
        json,
        registeredAt,
        refreshedAt == null ? now : refreshedAt,
        IMPORTED_FIELDS);
  }

  private Read read(
      AppId app,
      @Nullable UserId user,
      @Nullable DeviceId device,
      JsonNode json,
      @Nullable Instant registeredAt,
      Instant occurredAt,
      Set<String> known) {
    PushAddress address = address(fields, json.get("address"), "address", Source.ADDRESS_TYPE);
    PushAddress previous = previousAddress(json.get("previous_address"));
    Platform platform = fields.constant(json, "", "platform", Source.PLATFORM, PLATFORMS);
    LanguageTag locale =
        fields.nearest(
            json,
            Source.LOCALE,
            "locale",
            LanguageTag::nearest,
            LanguageTag::value,
            "must be a BCP 47 language tag such as de-CH");
    TimeZoneName timeZone =
        fields.nearest(
            json,
            Source.TIME_ZONE,
            "time_zone",
            TimeZoneName::nearest,
            TimeZoneName::value,
            "must be an IANA time zone name such as Europe/Zurich, or an offset such as +05:30");
    AppVersion appVersion =
        fields.nearest(
            json,
            Source.APP_VERSION,
            "app_version",
            AppVersion::nearest,
            AppVersion::value,
            "must be a text with printable characters");
    fields.ignoreUnknown(json, "", known);
    if (user == null
        || device == null
        || address == null
        || platform == null
        || !fields.errors().isEmpty()) {
      throw new ProblemException(Problem.invalid(fields.errors()));
    }
    return new Read(
        new Registered(
            new DeviceRegistration(
                app, user, device, address, platform, locale, timeZone, appVersion),
            address.equals(previous) ? null : previous,
            registeredAt,
            occurredAt),
        List.copyOf(fields.notices()));
  }

  /** Without it, a push to the old address is answered with UNREGISTERED, which ends its device. */
  private @Nullable PushAddress previousAddress(@Nullable JsonNode address) {
    if (address == null || address.isNull()) {
      return null;
    }
    JsonFields own = new JsonFields();
    PushAddress previous = address(own, address, "previous_address", Source.PREVIOUS_ADDRESS);
    if (own.errors().isEmpty()) {
      fields.notices().addAll(own.notices());
      return previous;
    }
    own.errors()
        .forEach(error ->
            fields
                .notices()
                .add(Notice.dropped(Source.PREVIOUS_ADDRESS, error.field(), error.message())));
    return null;
  }

  private static @Nullable PushAddress address(
      JsonFields fields, @Nullable JsonNode address, String name, Source source) {
    if (address == null || !address.isObject()) {
      fields.wrong(name, "must be an object with type and value");
      return null;
    }
    String path = name + ".";
    AddressType type = fields.constant(address, path, "type", source, ADDRESS_TYPES);
    // Checked also where the type is wrong, to report both at once; the rule is the same for all.
    AddressType any = type == null ? AddressType.TOKEN : type;
    PushAddress read =
        fields.required(address, path, "value", value -> new PushAddress(any, value));
    fields.ignoreUnknown(address, path, ADDRESS_FIELDS);
    return read;
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
