package io.chatpush.token.web;

import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.Platform;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import io.chatpush.token.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of a registration by hand, so that one answer names every field that is wrong, and
 * no answer quotes what was in it.
 */
final class RegistrationBody {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Set<String> FIELDS =
      Set.of("address", "platform", "locale", "time_zone", "app_version");
  private static final Set<String> ADDRESS_FIELDS = Set.of("type", "value");

  /** Names of unknown fields come from the client; a longer one is cut in the answer. */
  private static final int LONGEST_NAME_SHOWN = 64;

  private final List<FieldError> errors = new ArrayList<>();

  private RegistrationBody() {}

  /**
   * Reads a registration.
   *
   * @throws ProblemException if the body is not JSON, or naming every field that is wrong
   */
  static DeviceRegistration read(AppId app, UserId user, DeviceId device, byte[] body) {
    return new RegistrationBody().read(app, user, device, parse(body));
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new ProblemException(
          Problem.of(
              ProblemType.MALFORMED_JSON,
              at == null
                  ? "The body is not JSON."
                  : "The body is not JSON from line %d, column %d on."
                      .formatted(at.getLineNr(), at.getColumnNr())));
    }
  }

  private DeviceRegistration read(AppId app, UserId user, DeviceId device, JsonNode body) {
    if (!body.isObject()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "The body must be a JSON object."));
    }
    refuseUnknown(body, "", FIELDS);
    PushAddress address = address(body.get("address"));
    Platform platform = required(body, "", "platform", name -> constant(Platform.class, name));
    LanguageTag locale = optional(body, "", "locale", LanguageTag::new);
    TimeZoneName timeZone = optional(body, "", "time_zone", TimeZoneName::new);
    AppVersion appVersion = optional(body, "", "app_version", AppVersion::new);
    if (address == null || platform == null || !errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return new DeviceRegistration(
        app, user, device, address, platform, locale, timeZone, appVersion);
  }

  private @Nullable PushAddress address(@Nullable JsonNode address) {
    if (address == null || !address.isObject()) {
      errors.add(new FieldError("address", "must be an object with type and value"));
      return null;
    }
    refuseUnknown(address, "address.", ADDRESS_FIELDS);
    PushAddress.Type type =
        required(address, "address.", "type", name -> constant(PushAddress.Type.class, name));
    // Checked also where the type is wrong, to report both at once; the rule is the same for all.
    PushAddress.Type any = type == null ? PushAddress.Type.TOKEN : type;
    return required(address, "address.", "value", value -> new PushAddress(any, value));
  }

  private void refuseUnknown(JsonNode object, String path, Set<String> known) {
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        String shown =
            name.length() <= LONGEST_NAME_SHOWN
                ? name
                : name.substring(0, LONGEST_NAME_SHOWN) + "…";
        errors.add(new FieldError(path + shown, "is not a field of a registration"));
      }
    }
  }

  private <T> @Nullable T required(
      JsonNode object, String path, String name, Function<String, T> value) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      errors.add(new FieldError(path + name, "is required"));
      return null;
    }
    return value(node, path + name, value);
  }

  private <T> @Nullable T optional(
      JsonNode object, String path, String name, Function<String, T> value) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : value(node, path + name, value);
  }

  private <T> @Nullable T value(JsonNode node, String field, Function<String, T> value) {
    if (!node.isString()) {
      errors.add(new FieldError(field, "must be a string"));
      return null;
    }
    try {
      return value.apply(node.stringValue());
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(field, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "must be one of " + Arrays.toString(type.getEnumConstants())));
  }
}
