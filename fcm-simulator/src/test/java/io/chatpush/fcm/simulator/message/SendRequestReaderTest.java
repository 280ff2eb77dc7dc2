package io.chatpush.fcm.simulator.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.fcm.simulator.message.SendRequest.Invalid;
import io.chatpush.fcm.simulator.message.SendRequest.Target;
import io.chatpush.fcm.simulator.message.SendRequest.Valid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendRequestReaderTest {

  @Test
  void readsEachTarget() {
    assertThat(valid("'token':'t'").target()).isEqualTo(Target.TOKEN);
    assertThat(valid("'fid':'f'").target()).isEqualTo(Target.FID);
    assertThat(valid("'topic':'news'").target()).isEqualTo(Target.TOPIC);
    assertThat(valid("'condition':'\\'a\\' in topics'").address()).isEqualTo("'a' in topics");
  }

  @Test
  void refusesAMessageToNobody() {
    Invalid invalid = invalid("'notification':{'title':'x'}");
    assertThat(invalid.message()).isEqualTo("Recipient of the message is not set.");
    assertThat(invalid.fromFcm()).isTrue();
    assertThat(read("{}")).isEqualTo(invalid);
  }

  @Test
  void refusesASecondTarget() {
    assertThat(invalid("'token':'t','topic':'news'").message())
        .isEqualTo(
            "Invalid value at 'message' (oneof), oneof field 'target' is already set. Cannot set"
                + " 'topic'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with blank", "Ünicode"})
  void refusesWhatIsNoToken(String token) {
    Invalid invalid = invalid("'token':'" + token + "'");
    assertThat(invalid.message())
        .isEqualTo("The registration token is not a valid FCM registration token");
    assertThat(invalid.violations())
        .containsExactly(new FieldViolation("message.token", invalid.message()));
  }

  @Test
  void namesUnknownFieldsAllAtOnce() {
    SendRequest request =
        read(
            "{'message':{'token':'t','nonsense':[{'a':1}],'android':{'colour':'red'}},'dry_run':true}");
    assertThat(request)
        .isEqualTo(
            new Invalid(
                """
                Invalid JSON payload received. Unknown name "nonsense" at 'message': Cannot find field.
                Invalid JSON payload received. Unknown name "colour" at 'message.android': Cannot find field.
                Invalid JSON payload received. Unknown name "dry_run": Cannot find field.\
                """,
                List.of(
                    new FieldViolation(
                        "message",
                        "Invalid JSON payload received. Unknown name \"nonsense\" at 'message':"
                            + " Cannot find field."),
                    new FieldViolation(
                        "message.android",
                        "Invalid JSON payload received. Unknown name \"colour\" at"
                            + " 'message.android': Cannot find field."),
                    new FieldViolation(
                        "",
                        "Invalid JSON payload received. Unknown name \"dry_run\": Cannot find"
                            + " field.")),
                false));
  }

  @Test
  void wantsStringsInData() {
    assertThat(invalid("'token':'t','data':{'a':'1','b':2}").message())
        .isEqualTo("Invalid value at 'message.data[1].value' (TYPE_STRING), 2");
    assertThat(invalid("'token':'t','data':{'a':{}}").message())
        .isEqualTo(
            "Invalid JSON payload received. Unknown name \"value\" at 'message.data[0]': Starting"
                + " an object on a scalar field.");
  }

  @Test
  void namesTheTypeThatAFieldWants() {
    assertThat(invalid("'token':'t','android':{'direct_boot_ok':'yes'}").message())
        .isEqualTo("Invalid value at 'message.android.direct_boot_ok' (TYPE_BOOL), \"yes\"");
    assertThat(invalid("'token':'t','android':{'priority':'urgent'}").message())
        .isEqualTo(
            "Invalid value at 'message.android.priority'"
                + " (type.googleapis.com/google.firebase.fcm.v1.AndroidConfig.AndroidMessagePriority),"
                + " \"urgent\"");
    assertThat(invalid("'token':'t','android':'x'").message())
        .isEqualTo(
            "Invalid value at 'message.android'"
                + " (type.googleapis.com/google.firebase.fcm.v1.AndroidConfig), \"x\"");
    assertThat(invalid("'token':'t','apns':{'headers':{'apns-priority':10}}").message())
        .isEqualTo("Invalid value at 'message.apns.headers[0].value' (TYPE_STRING), 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"high", "HIGH", "normal", "NORMAL"})
  void takesAPriorityInEitherCase(String priority) {
    assertThat(valid("'token':'t','android':{'priority':'" + priority + "'}").address())
        .isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "3600s", "2419200s", "1.5s"})
  void takesATtlOfUpToFourWeeks(String ttl) {
    assertThat(valid("'token':'t','android':{'ttl':'" + ttl + "'}").address()).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2419201s", "2419200.1s", "-1s"})
  void refusesATtlOutOfRange(String ttl) {
    Invalid invalid = invalid("'token':'t','android':{'ttl':'" + ttl + "'}");
    assertThat(invalid.fromFcm()).isTrue();
    assertThat(invalid.violations().getFirst().field()).isEqualTo("message.android.ttl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "1h", "s", "1.s"})
  void refusesATtlThatIsNoDuration(String ttl) {
    assertThat(invalid("'token':'t','android':{'ttl':'" + ttl + "'}").message())
        .endsWith("Field 'ttl', Illegal duration format; duration must end with 's'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "message_type", "google.x", "gcm.notification.x"})
  void refusesReservedKeysInEveryData(String key) {
    String data = "'data':{'ok':'1','" + key + "':'1'}";
    for (String where : List.of(data, "'android':{" + data + "}", "'webpush':{" + data + "}")) {
      assertThat(invalid("'token':'t'," + where).message())
          .isEqualTo("Invalid data payload key: " + key);
    }
    assertThat(valid("'token':'t','data':{'from_user':'1','googleplex':'1'}").address())
        .isEqualTo("t");
  }

  @Test
  void countsKeysAndValuesInUtf8() {
    // "data" costs 1 + 4095; the emoji costs 4 bytes and is written as an escape of 12.
    assertThat(valid("'token':'t','data':{'k':'" + "x".repeat(4095) + "'}").address())
        .isEqualTo("t");
    assertThat(invalid("'token':'t','data':{'k':'" + "x".repeat(4096) + "'}").message())
        .isEqualTo("Android message is too big");
    String emoji = "\\ud83d\\udc4b".repeat(1023);
    assertThat(valid("'token':'t','data':{'key':'" + emoji + "x'}").address()).isEqualTo("t");
    assertThat(invalid("'token':'t','data':{'key':'" + emoji + "xx'}").message())
        .isEqualTo("Android message is too big");
  }

  @Test
  void countsEachPlatformByItself() {
    String large = "x".repeat(3000);
    assertThat(
            valid(
                    "'token':'t','android':{'data':{'a':'%s'}},'apns':{'payload':{'a':'%s'}},'webpush':{'data':{'a':'%s'}}"
                        .formatted(large, large, large))
                .address())
        .isEqualTo("t");
    assertThat(
            invalid(
                    "'token':'t','data':{'b':'%s'},'apns':{'payload':{'a':'%s'}}"
                        .formatted(large, large))
                .message())
        .isEqualTo("APNs message is too big");
  }

  @Test
  void allowsATopicHalfThatMuch() {
    String data = "'data':{'k':'" + "x".repeat(2048) + "'}";
    assertThat(valid("'token':'t'," + data).address()).isEqualTo("t");
    assertThat(invalid("'topic':'t'," + data).message()).isEqualTo("Android message is too big");
  }

  @Test
  void takesNamesInCamelCaseAndNullForNothing() {
    SendRequest request =
        read(
            "{'validateOnly':true,'message':{'token':'t','android':{'collapseKey':'c'},'data':null}}");
    assertThat(request).isEqualTo(new Valid(Target.TOKEN, "t", true, null));
  }

  @Test
  void findsWhatTheDeviceReplacesAPushBy() {
    String web = "'webpush':{'notification':{'nested':{'tag':'no'},'tag':'web'}}";
    String apns = "'apns':{'headers':{'apns-collapse-id':'apple'}}," + web;
    String android = "'android':{'notification':{'tag':'android'}}," + apns;
    assertThat(valid("'token':'t'").pushTag()).isNull();
    assertThat(valid("'token':'t'," + web).pushTag()).isEqualTo("web");
    assertThat(valid("'token':'t'," + apns).pushTag()).isEqualTo("apple");
    assertThat(valid("'token':'t'," + android).pushTag()).isEqualTo("android");
    assertThat(valid("'token':'t','data':{'push_id':'id'}," + android).pushTag()).isEqualTo("id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{'message':{'token':'t'}", "{'message'}", "nonsense", "[1", "{} {}"})
  void refusesWhatIsNotJson(String text) {
    assertThat(read(text)).isInstanceOf(Invalid.class);
    assertThat(((Invalid) read(text)).message()).startsWith("Invalid JSON payload received. ");
  }

  @Test
  void checksTheAnalyticsLabel() {
    assertThat(valid("'token':'t','fcm_options':{'analytics_label':'chat-1'}").address())
        .isEqualTo("t");
    assertThat(invalid("'token':'t','fcm_options':{'analytics_label':'a b'}").message())
        .isEqualTo("Invalid analytics label.");
  }

  private static Valid valid(String message) {
    SendRequest request = read("{'message':{" + message + "}}");
    assertThat(request).isInstanceOf(Valid.class);
    return (Valid) request;
  }

  private static Invalid invalid(String message) {
    SendRequest request = read("{'message':{" + message + "}}");
    assertThat(request).isInstanceOf(Invalid.class);
    return (Invalid) request;
  }

  /** Quotes are single here for legibility; one after a backslash stays as it is. */
  private static SendRequest read(String text) {
    byte[] json = text.replaceAll("(?<!\\\\)'", "\"").replace("\\'", "'").getBytes(UTF_8);
    return SendRequestReader.read(json, 0, json.length);
  }
}
