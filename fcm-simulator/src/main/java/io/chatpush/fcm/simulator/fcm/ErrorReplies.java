package io.chatpush.fcm.simulator.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.fcm.simulator.behaviour.Behaviour.Garbage;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Refusal;
import io.chatpush.fcm.simulator.http.Reply;
import io.chatpush.fcm.simulator.message.FieldViolation;
import io.chatpush.fcm.simulator.message.SendRequest;
import java.io.StringWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers in the words of FCM and of the front end before it, as their documentation, the Admin
 * SDKs and bloomberg.github.io/pushiko/fcm_responses have them.
 */
final class ErrorReplies {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  private static final String APNS_ERROR = "type.googleapis.com/google.firebase.fcm.v1.ApnsError";
  private static final String BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";
  private static final String ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";
  private static final String EXPECTED =
      "Expected OAuth 2 access token, login cookie or other valid authentication credential. See"
          + " https://developers.google.com/identity/sign-in/web/devconsole-project.";
  private static final String REALM = "Bearer realm=\"https://accounts.google.com/\"";

  private static final Map<Refusal, Reply> REFUSALS = refusals();
  private static final Map<Garbage, Reply> GARBAGE =
      new EnumMap<>(
          Map.of(
              Garbage.EMPTY, Reply.json(200, ""),
              Garbage.NAMELESS, Reply.json(200, "{}\n"),
              Garbage.MALFORMED, Reply.json(200, "{\n  \"name\": \"projects/"),
              Garbage.HTML, page(200, "Hello", "This is not the answer you are looking for.")));

  static final Reply MISSING_BEARER =
      unauthenticated(
          "Request is missing required authentication credential. ", "CREDENTIALS_MISSING", REALM);

  static final Reply INVALID_BEARER =
      unauthenticated(
          "Request had invalid authentication credentials. ",
          "ACCESS_TOKEN_EXPIRED",
          REALM + ", error=\"invalid_token\"");

  static final Reply NO_SUCH_PAGE =
      page(404, "Not Found", "The requested URL was not found on this server.");

  private ErrorReplies() {}

  static Reply of(Refusal refusal, SendRequest.Target target, @Nullable Duration retryAfter) {
    Reply reply =
        refusal == Refusal.INVALID_ADDRESS ? invalidAddress(target) : REFUSALS.get(refusal);
    if (reply == null) {
      throw new IllegalStateException("no answer for " + refusal);
    }
    return retryAfter == null
        ? reply
        : reply.with("retry-after", Long.toString(Math.ceilDiv(retryAfter.toMillis(), 1000)));
  }

  static Reply of(Garbage garbage) {
    Reply reply = GARBAGE.get(garbage);
    if (reply == null) {
      throw new IllegalStateException("no answer for " + garbage);
    }
    return reply;
  }

  static Reply of(SendRequest.Invalid invalid) {
    return error(
        400,
        "INVALID_ARGUMENT",
        invalid.message(),
        json -> {
          badRequest(json, invalid.violations());
          if (invalid.fromFcm()) {
            fcmError(json, "INVALID_ARGUMENT");
          }
        });
  }

  /** FCM's wording for an installation id that is none is not known. */
  private static Reply invalidAddress(SendRequest.Target target) {
    String field =
        switch (target) {
          case TOKEN -> "message.token";
          case FID -> "message.fid";
          case TOPIC -> "message.topic";
          case CONDITION -> "message.condition";
        };
    String description =
        target == SendRequest.Target.TOKEN
            ? "The registration token is not a valid FCM registration token"
            : "Request contains an invalid argument.";
    return of(
        new SendRequest.Invalid(
            description, List.of(new FieldViolation(field, description)), true));
  }

  static Reply permissionDenied(String project) {
    String message =
        "Permission 'cloudmessaging.messages.create' denied on resource"
            + " '//cloudresourcemanager.googleapis.com/projects/%s' (or it may not exist)."
                .formatted(project);
    return error(
        403,
        "PERMISSION_DENIED",
        message,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("@type", ERROR_INFO);
          json.writeStringProperty("reason", "IAM_PERMISSION_DENIED");
          json.writeStringProperty("domain", "cloudresourcemanager.googleapis.com");
          json.writeObjectPropertyStart("metadata");
          json.writeStringProperty("resource", "projects/" + project);
          json.writeStringProperty("permission", "cloudmessaging.messages.create");
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static Map<Refusal, Reply> refusals() {
    Map<Refusal, Reply> replies = new EnumMap<>(Refusal.class);
    for (Refusal refusal : Refusal.values()) {
      replies.put(refusal, refusal(refusal));
    }
    return replies;
  }

  private static Reply refusal(Refusal refusal) {
    return switch (refusal) {
      case UNREGISTERED -> fcm(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED");
      case INVALID_ARGUMENT ->
          fcm(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "INVALID_ARGUMENT");
      case INVALID_ADDRESS -> invalidAddress(SendRequest.Target.TOKEN);
      case SENDER_ID_MISMATCH ->
          fcm(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH");
      case QUOTA_EXCEEDED ->
          fcm(
              429,
              "RESOURCE_EXHAUSTED",
              "Quota exceeded for quota metric 'Send requests' and limit 'Send requests per"
                  + " minute' of service 'fcm.googleapis.com'.",
              "QUOTA_EXCEEDED");
      case UNAVAILABLE ->
          fcm(503, "UNAVAILABLE", "The service is currently unavailable.", "UNAVAILABLE");
      case INTERNAL -> fcm(500, "INTERNAL", "Internal error encountered.", "INTERNAL");
      case THIRD_PARTY_AUTH_ERROR ->
          error(
              401,
              "UNAUTHENTICATED",
              "Auth error from APNS or Web Push Service",
              json -> {
                fcmError(json, "THIRD_PARTY_AUTH_ERROR");
                json.writeStartObject();
                json.writeStringProperty("@type", APNS_ERROR);
                json.writeNumberProperty("statusCode", 403);
                json.writeStringProperty("reason", "InvalidProviderToken");
                json.writeEndObject();
              });
      case NOT_FOUND -> error(404, "NOT_FOUND", "Requested entity was not found.", json -> {});
      case UNAUTHENTICATED -> INVALID_BEARER;
      case PERMISSION_DENIED -> permissionDenied("unknown");
      case BAD_GATEWAY ->
          page(
              502,
              "Server Error",
              "The server encountered a temporary error and could not complete your request."
                  + "<p>Please try again in 30 seconds.");
      case DEADLINE_EXCEEDED ->
          error(
              504,
              "DEADLINE_EXCEEDED",
              "Deadline expired before operation could complete.",
              json -> {});
      case UNIMPLEMENTED ->
          error(
              501,
              "UNIMPLEMENTED",
              "Operation is not implemented, or supported, or enabled.",
              json -> {});
    };
  }

  private static Reply fcm(int code, String status, String message, String errorCode) {
    return error(code, status, message, json -> fcmError(json, errorCode));
  }

  private static Reply unauthenticated(String message, String reason, String challenge) {
    return error(
            401,
            "UNAUTHENTICATED",
            message + EXPECTED,
            json -> {
              json.writeStartObject();
              json.writeStringProperty("@type", ERROR_INFO);
              json.writeStringProperty("reason", reason);
              json.writeStringProperty("domain", "googleapis.com");
              json.writeObjectPropertyStart("metadata");
              json.writeStringProperty("service", "fcm.googleapis.com");
              json.writeStringProperty("method", "google.firebase.fcm.v1.FcmService.SendMessage");
              json.writeEndObject();
              json.writeEndObject();
            })
        .with("www-authenticate", challenge);
  }

  private static void fcmError(JsonGenerator json, String errorCode) {
    json.writeStartObject();
    json.writeStringProperty("@type", FCM_ERROR);
    json.writeStringProperty("errorCode", errorCode);
    json.writeEndObject();
  }

  private static void badRequest(JsonGenerator json, List<FieldViolation> violations) {
    json.writeStartObject();
    json.writeStringProperty("@type", BAD_REQUEST);
    json.writeArrayPropertyStart("fieldViolations");
    for (FieldViolation violation : violations) {
      json.writeStartObject();
      if (!violation.field().isEmpty()) {
        json.writeStringProperty("field", violation.field());
      }
      json.writeStringProperty("description", violation.description());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Reply error(
      int code, String status, String message, Consumer<JsonGenerator> details) {
    StringWriter out = new StringWriter();
    StringWriter inner = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), inner)) {
      json.writeStartArray();
      details.accept(json);
      json.writeEndArray();
    }
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("error");
      json.writeNumberProperty("code", code);
      json.writeStringProperty("message", message);
      json.writeStringProperty("status", status);
      if (inner.getBuffer().length() > "[]".length()) {
        json.writeName("details");
        json.writeRawValue(inner.toString());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return Reply.json(code, out + "\n");
  }

  private static Reply page(int status, String title, String text) {
    String html =
        """
        <!DOCTYPE html>
        <html lang=en>
        <meta charset=utf-8>
        <title>Error %1$d (%2$s)!!1</title>
        <p><b>%1$d.</b> <ins>That's an error.</ins>
        <p>%3$s <ins>That's all we know.</ins>
        """
            .formatted(status, title, text);
    return new Reply(status, Reply.HTML, html.getBytes(UTF_8), List.of());
  }
}
