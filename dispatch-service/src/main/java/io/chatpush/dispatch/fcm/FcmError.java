package io.chatpush.dispatch.fcm;

import com.google.firebase.messaging.MessagingErrorCode;
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
 */
record FcmError(@Nullable String status, @Nullable MessagingErrorCode fcmCode, boolean ofThisPush) {

  private static final String FCM_ERROR_TYPE =
      "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  private static final FcmError NONE = new FcmError(null, null, false);

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
    boolean ofThisPush = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (member.equals("status") && value == JsonToken.VALUE_STRING) {
        status = parser.getString();
      } else if (member.equals("details") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          String code = readDetail(parser);
          if (code != null) {
            ofThisPush = true;
            fcmCode = known(code);
          }
        }
      } else {
        parser.skipChildren();
      }
    }
    return new FcmError(status, fcmCode, ofThisPush);
  }

  /** The code of an FcmError; null for a detail of another type. */
  private static @Nullable String readDetail(JsonParser parser) {
    String type = null;
    String code = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value != JsonToken.VALUE_STRING) {
        parser.skipChildren();
      } else if (member.equals("@type")) {
        type = parser.getString();
      } else if (member.equals("errorCode")) {
        code = parser.getString();
      }
    }
    return FCM_ERROR_TYPE.equals(type) ? code : null;
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
