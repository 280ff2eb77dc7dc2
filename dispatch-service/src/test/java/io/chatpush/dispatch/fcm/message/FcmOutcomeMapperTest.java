package io.chatpush.dispatch.fcm.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FcmOutcomeMapperTest {

  private final FcmOutcomeMapper mapper = new FcmOutcomeMapper(FcmFixtures.CLOCK);

  @Test
  void acceptsWithFcmsNameForTheMessage() throws IOException {
    assertThat(map(200, "{\n  \"name\": \"projects/p/messages/0:1%2\"\n}\n"))
        .isEqualTo(new Accepted("projects/p/messages/0:1%2"));
  }

  @Test
  void boundsAndEscapesTheNameThatAnAcceptedPushIsGiven() throws IOException {
    assertThat(map(200, "{\"name\":\"a\\u001b\\u202e" + "b".repeat(5_000) + "\"}"))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(accepted.fcmMessageId())
                    .startsWith("a\\u001b\\u202eb")
                    .hasSizeLessThan(300));
  }

  @Test
  void acceptsWhateverElseIsSaidBesideTheName() throws IOException {
    assertThat(map(200, "{\"more\":{\"name\":\"no\"},\"name\":\"yes\",\"list\":[1,{}]}"))
        .isEqualTo(new Accepted("yes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\":null}", "{\"name\":5}"})
  void acceptsWithoutName(String body) throws IOException {
    assertThat(map(200, body)).isEqualTo(new Accepted(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[]", "\"projects/p\"", "{\"name\": \"proj", "{", "<html>OK</html>"})
  void doesNotKnowWhatBecameOfAPushAnsweredInStrangeWords(String body) {
    assertThatThrownBy(() -> map(200, body))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasNoCause();
  }

  @Test
  void doesNotKnowWhatBecameOfAPushAnsweredWithAnotherSuccess() {
    assertThatThrownBy(() -> map(204, "")).isInstanceOf(UnreadableAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 400})
  void retiresTheTokenWhenFcmSaysUnregistered(int status) throws IOException {
    assertThat(map(status, fcmError("NOT_FOUND", "UNREGISTERED"))).isEqualTo(new TokenRetired());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>404</html>",
        "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}"
      })
  void keepsTheTokenWhenA404DoesNotSpeakOfIt(String body) throws IOException {
    assertThat(map(404, body)).isEqualTo(new NotSent("PROJECT_NOT_FOUND", null));
  }

  @Test
  void takesTheWordUnregisteredOnlyFromFcmItself() throws IOException {
    String body = fcmError("NOT_FOUND", "UNREGISTERED").replace("fcm.v1.FcmError", "other.Error");
    assertThat(map(404, body)).isEqualTo(new NotSent("PROJECT_NOT_FOUND", null));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, INVALID_ARGUMENT",
    "403, PERMISSION_DENIED, SENDER_ID_MISMATCH",
    "401, UNAUTHENTICATED, THIRD_PARTY_AUTH_ERROR"
  })
  void rejectsWhatFcmWillNeverTake(int status, String canonical, String code) throws IOException {
    assertThat(map(status, fcmError(canonical, code))).isEqualTo(new Rejected(code, status));
  }

  @ParameterizedTest
  @CsvSource({
    "429, RESOURCE_EXHAUSTED, QUOTA_EXCEEDED",
    "503, UNAVAILABLE, UNAVAILABLE",
    "500, INTERNAL, INTERNAL"
  })
  void defersWhatFcmMayTakeLater(int status, String canonical, String code) throws IOException {
    assertThat(map(status, fcmError(canonical, code))).isEqualTo(new Deferred(code, status, null));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, REJECTED",
    "413, HTTP_413, REJECTED",
    "401, CREDENTIALS_REFUSED, NOT_SENT",
    "403, CREDENTIALS_REFUSED, NOT_SENT",
    "404, PROJECT_NOT_FOUND, NOT_SENT",
    "408, HTTP_408, DEFERRED",
    "409, ABORTED, DEFERRED",
    "412, FAILED_PRECONDITION, REJECTED",
    "425, HTTP_425, DEFERRED",
    "429, QUOTA_EXCEEDED, DEFERRED",
    "500, INTERNAL, DEFERRED",
    "502, HTTP_502, DEFERRED",
    "503, UNAVAILABLE, DEFERRED",
    "504, DEADLINE_EXCEEDED, DEFERRED",
    "499, CANCELLED, DEFERRED",
    "501, HTTP_501, DEFERRED",
    "599, HTTP_599, DEFERRED",
    "302, HTTP_302, DEFERRED"
  })
  void goesByTheStatusWhereFcmGivesNoCodeOfItsOwn(int status, String code, String kind)
      throws IOException {
    String canonical = code.startsWith("HTTP_") ? "A_STRANGERS_WORD" : code;
    DeliveryOutcome expected =
        switch (kind) {
          case "REJECTED" -> new Rejected(code, status);
          case "NOT_SENT" -> new NotSent(code, null);
          default -> new Deferred(code, status, null);
        };
    assertThat(map(status, "{\"error\":{\"status\":\"" + canonical + "\"}}")).isEqualTo(expected);
  }

  @Test
  void goesByTheStatusForACodeThatIsNewerThanItself() throws IOException {
    assertThat(map(503, fcmError("UNAVAILABLE", "OF_NEXT_YEAR")))
        .isEqualTo(new Deferred("UNAVAILABLE", 503, null));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT",
    "401, UNAUTHENTICATED",
    "403, PERMISSION_DENIED",
    "404, NOT_FOUND"
  })
  void rejectsOnePushAndNotTheProjectForANewCodeOfFcm(int status, String canonical)
      throws IOException {
    assertThat(map(status, fcmError(canonical, "OF_NEXT_YEAR")))
        .isEqualTo(new Rejected(canonical, status));
    assertThat(map(status, fcmError(canonical, ""))).isEqualTo(new Rejected(canonical, status));
  }

  @ParameterizedTest
  @CsvSource({
    "401, CREDENTIALS_REFUSED",
    "403, CREDENTIALS_REFUSED",
    "404, PROJECT_NOT_FOUND",
  })
  void knowsThatFcmDidNotLookAtWhatItsFrontEndRefuses(int status, String code) throws IOException {
    for (String body : new String[] {"", "<html>No</html>", "{\"error\":", "[1]", "null"}) {
      assertThat(map(status, body)).isEqualTo(new NotSent(code, null));
    }
  }

  @ParameterizedTest
  @CsvSource({"400, REJECTED", "413, REJECTED", "502, DEFERRED", "504, DEFERRED"})
  void goesByTheStatusOfAPageOfHtml(int status, String kind) throws IOException {
    String code = "HTTP_" + status;
    assertThat(map(status, "<!DOCTYPE html><title>Error</title>"))
        .isEqualTo(
            kind.equals("REJECTED")
                ? new Rejected(code, status)
                : new Deferred(code, status, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{\"error\":\"text\"}",
        "{\"error\":{\"details\":[7]}}",
        "{\"error\":{\"details\":[{"
      })
  void defersAnUnreadableErrorByItsStatus(String body) throws IOException {
    assertThat(map(502, body)).isEqualTo(new Deferred("HTTP_502", 502, null));
  }

  @Test
  void findsFcmsCodeAmongOtherDetails() throws IOException {
    String body =
        """
        {"error":{"code":400,"details":[
          {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.data"}]},
          {"errorCode":"INVALID_ARGUMENT","@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError"}],
          "status":"INVALID_ARGUMENT"}}\
        """;
    assertThat(map(400, body)).isEqualTo(new Rejected("INVALID_ARGUMENT", 400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'field':'message.token','description':'Invalid registration token'}",
        "{'description':'Some words','field':'message.token'}",
        "{'field':'message.fid'}",
        "{'field':'message.token'},{'field':'message.token'}"
      })
  void refusesTheAddressThatAFieldViolationNames(String violations) throws IOException {
    assertThat(map(400, badRequest("Request contains an invalid argument.", violations)))
        .isEqualTo(new AddressRefused("INVALID_ARGUMENT", 400));
  }

  @Test
  void refusesTheAddressOfAnApnsTokenThatAppleDoesNotKnow() throws IOException {
    String body =
        """
        {"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[
          {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"},
          {"@type":"type.googleapis.com/google.firebase.fcm.v1.ApnsError","statusCode":400,"reason":"BadDeviceToken"},
          {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[
            {"field":"message.token","description":"Invalid registration token"}]}]}}\
        """;
    assertThat(map(400, body)).isEqualTo(new AddressRefused("INVALID_ARGUMENT", 400));
  }

  @Test
  void refusesTheAddressByTheSentenceThatFcmDocumentsWhereNoFieldIsNamed() throws IOException {
    assertThat(map(400, invalidToken(fcmDetail("INVALID_ARGUMENT"))))
        .isEqualTo(new AddressRefused("INVALID_ARGUMENT", 400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'field':'message.data'}",
        "{'field':'message.token.more'}",
        "{'field':'message'}",
        "{'field':7}",
        "{'description':'message.token'}",
        "{}",
        "'message.token'",
        "[{'field':'message.token'}]",
        "{'field':'message.token'},{'field':'message.android.ttl'}",
        "{'field':'message.android.ttl'},{'field':'message.token'}",
        "{'field':'message.token'},7"
      })
  void keepsTheAddressWhenSomethingElseMayBeInvalid(String violations) throws IOException {
    String body =
        badRequest("The registration token is not a valid FCM registration token", violations);
    assertThat(map(400, body)).isEqualTo(new Rejected("INVALID_ARGUMENT", 400));
  }

  @Test
  void keepsTheAddressWhenNothingSaysWhatIsInvalid() throws IOException {
    assertThat(map(400, fcmError("INVALID_ARGUMENT", "INVALID_ARGUMENT")))
        .isEqualTo(new Rejected("INVALID_ARGUMENT", 400));
    assertThat(map(400, badRequest("Some words", "")))
        .isEqualTo(new Rejected("INVALID_ARGUMENT", 400));
  }

  @Test
  void keepsTheAddressThatOnlyTheFrontEndFindsMalformed() throws IOException {
    assertThat(map(400, invalidToken(violation("{'field':'message.token'}"))))
        .isEqualTo(new Rejected("INVALID_ARGUMENT", 400));
  }

  @Test
  void takesAnAddressForInvalidOnlyWithTheCodeThatSaysSo() throws IOException {
    assertThat(map(500, invalidToken(fcmDetail("INTERNAL"))))
        .isEqualTo(new Deferred("INTERNAL", 500, null));
    assertThat(map(404, invalidToken(fcmDetail("UNREGISTERED")))).isEqualTo(new TokenRetired());
  }

  @ParameterizedTest
  @CsvSource({
    "37, PT37S",
    "0, PT0S",
    "'Thu, 01 Jan 2026 12:01:30 GMT', PT1M30S",
    "'Thu, 01 Jan 2026 11:00:00 GMT', PT0S",
    "99999999999999999999, PT672H"
  })
  void waitsAsLongAsFcmAsks(String header, Duration wait) throws IOException {
    assertThat(mapper.map(new FcmAnswer(429, header, fcmError("", "QUOTA_EXCEEDED"))))
        .isEqualTo(new Deferred("QUOTA_EXCEEDED", 429, wait));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5"})
  void passesOverAnUnreadableWait(String header) throws IOException {
    assertThat(mapper.map(new FcmAnswer(503, header, "")))
        .isEqualTo(new Deferred("UNAVAILABLE", 503, null));
  }

  private DeliveryOutcome map(int status, @Nullable String body) throws IOException {
    return mapper.map(new FcmAnswer(status, null, body == null ? "" : body));
  }

  private static String badRequest(String message, String violations) {
    return error(message, violation(violations) + "," + fcmDetail("INVALID_ARGUMENT"));
  }

  private static String invalidToken(String details) {
    return error("The registration token is not a valid FCM registration token", details);
  }

  private static String error(String message, String details) {
    return """
    {"error":{"code":400,"message":"%s","status":"INVALID_ARGUMENT","details":[%s]}}\
    """
        .formatted(message, details);
  }

  private static String violation(String violations) {
    return """
    {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[%s]}\
    """
        .formatted(violations.replace('\'', '"'));
  }

  private static String fcmDetail(String code) {
    return """
    {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}\
    """
        .formatted(code);
  }

  private static String fcmError(String canonical, String code) {
    return """
    {"error":{"code":0,"message":"Some words","status":"%s","details":[
      {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}]}}\
    """
        .formatted(canonical, code);
  }
}
