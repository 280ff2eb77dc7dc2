package io.chatpush.dispatch.fcm.message;

import com.google.firebase.messaging.MessagingErrorCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The words of an error that decide; absent where the body is none of FCM's.
 *
 * @param status {@code error.status}, a name of google.rpc.Code
 * @param fcmCode {@code errorCode} of the detail of type {@code google.firebase.fcm.v1.FcmError};
 *     absent also for a code that is newer than the firebase-admin in use
 * @param ofThisPush whether there is such a detail, whatever its code: the error is then one of
 *     this push, and not of the project or the endpoint
 * @param ofAddress whether the address of the push is named as what is invalid, and nothing else:
 *     by every field violation of a {@code google.rpc.BadRequest}, or, where there is no such
 *     detail, by the message that FCM documents for an invalid registration token
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/error-codes">FCM: error codes,
 *     example 2</a>
 */
record FcmError(
    @Nullable String status,
    @Nullable MessagingErrorCode fcmCode,
    boolean ofThisPush,
    boolean ofAddress) {

  private static final String FCM_ERROR_TYPE =
      "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  private static final String BAD_REQUEST_TYPE = "type.googleapis.com/google.rpc.BadRequest";
  private static final Set<String> ADDRESS_FIELDS = Set.of("message.token", "message.fid");

  /** FCM answers with and without a field violation beside this sentence. */
  private static final String INVALID_TOKEN =
      "The registration token is not a valid FCM registration token";

  private static final FcmError NONE = new FcmError(null, null, false, false);

  /** What the field violations of an error name. */
  private enum Named {
    NOTHING,
    ADDRESS,
    SOMETHING_ELSE;

    /** Returns what both name together: anything but the address outweighs the address. */
    Named and(Named other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /**
   * One entry of {@code error.details}.
   *
   * @param fcmCode of an FcmError; {@code null} for a detail of another type
   * @param named by the field violations of a BadRequest
   */
  private record Detail(@Nullable String fcmCode, Named named) {}

  static FcmError read(JsonFactory json, String body) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
      FcmError found = NONE;
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean isError = parser.currentName().equals("error");
          if (parser.nextToken() == JsonToken.START_OBJECT && isError) {
            found = readError(parser);
          } else {
            parser.skipChildren();
          }
        }
      }
      return found;
    } catch (JacksonException e) {
      return NONE;
    }
  }

  private static FcmError readError(JsonParser parser) {
    String status = null;
    MessagingErrorCode fcmCode = null;
    String message = null;
    boolean ofThisPush = false;
    Named named = Named.NOTHING;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (member.equals("status") && value == JsonToken.VALUE_STRING) {
        status = parser.getString();
      } else if (member.equals("message") && value == JsonToken.VALUE_STRING) {
        message = parser.getString();
      } else if (member.equals("details") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          Detail detail = readDetail(parser);
          named = named.and(detail.named());
          if (detail.fcmCode() != null) {
            ofThisPush = true;
            fcmCode = known(detail.fcmCode());
          }
        }
      } else {
        parser.skipChildren();
      }
    }
    boolean ofAddress =
        switch (named) {
          case NOTHING -> INVALID_TOKEN.equals(message);
          case ADDRESS -> true;
          case SOMETHING_ELSE -> false;
        };
    return new FcmError(status, fcmCode, ofThisPush, ofAddress);
  }

  private static Detail readDetail(JsonParser parser) {
    String type = null;
    String code = "";
    Named named = Named.NOTHING;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (member.equals("fieldViolations") && value == JsonToken.START_ARRAY) {
        named = named.and(readViolations(parser));
      } else if (value != JsonToken.VALUE_STRING) {
        parser.skipChildren();
      } else if (member.equals("@type")) {
        type = parser.getString();
      } else if (member.equals("errorCode")) {
        code = parser.getString();
      }
    }
    return new Detail(
        FCM_ERROR_TYPE.equals(type) ? code : null,
        BAD_REQUEST_TYPE.equals(type) ? named : Named.NOTHING);
  }

  private static Named readViolations(JsonParser parser) {
    Named named = Named.NOTHING;
    for (JsonToken next = parser.nextToken();
        next != null && next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        named = named.and(readViolation(parser));
      } else {
        named = Named.SOMETHING_ELSE;
        parser.skipChildren();
      }
    }
    return named;
  }

  /** A violation without a field may be about anything. */
  private static Named readViolation(JsonParser parser) {
    Named named = Named.SOMETHING_ELSE;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isField = parser.currentName().equals("field");
      if (parser.nextToken() == JsonToken.VALUE_STRING && isField) {
        named = ADDRESS_FIELDS.contains(parser.getString()) ? Named.ADDRESS : Named.SOMETHING_ELSE;
      } else {
        parser.skipChildren();
      }
    }
    return named;
  }

  private static @Nullable MessagingErrorCode known(String code) {
    for (MessagingErrorCode known : MessagingErrorCode.values()) {
      if (known.name().equals(code)) {
        return known;
      }
    }
    return null;
  }
}
