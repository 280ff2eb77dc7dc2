package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceChange.Registered;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** No device is turned away for what a push can do without, and the answer says what was done. */
class TolerantRegistrationsHttpTest {

  private static final String PHONE = "/v1/apps/demo/devices/phone";

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory) {
    edge = HttpEdge.start(directory);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "locales.csv", numLinesToSkip = 2)
  void takesTheLocalesThatPlatformsWrite(String where, String sent, @Nullable String stored) {
    HttpResponse<String> answer = registerWith("\"locale\": \"%s\"".formatted(sent));

    LanguageTag locale = registration(answer).locale();
    assertThat(locale == null ? null : locale.value()).as(where).isEqualTo(stored);
    assertNoticed(answer, "locale", sent, stored);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "time-zones.csv", numLinesToSkip = 2)
  void takesTheTimeZonesThatPlatformsWrite(String where, String sent, @Nullable String stored) {
    HttpResponse<String> answer = registerWith("\"time_zone\": \"%s\"".formatted(sent));

    TimeZoneName zone = registration(answer).timeZone();
    assertThat(zone == null ? null : zone.value()).as(where).isEqualTo(stored);
    assertNoticed(answer, "time_zone", sent, stored);
  }

  @Test
  void takesAnAppVersionOfEightyCharacters() {
    HttpResponse<String> answer =
        registerWith("\"app_version\": \"%s\"".formatted("1234567890".repeat(8)));

    AppVersion version = registration(answer).appVersion();
    assertThat(version).isEqualTo(new AppVersion("1234567890".repeat(6) + "1234"));
    assertNoticed(answer, "app_version", "", "1234567890".repeat(6) + "1234");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          "app_version": 4711             ~ {"field":"app_version","notice":"normalised","value":"4711"}
          "app_version": 1.2              ~ {"field":"app_version","notice":"dropped","message":"must be a text with printable characters"}
          "app_version": ""               ~ {"field":"app_version","notice":"dropped","message":"must be a text with printable characters"}
          "app_version": {"a": [1]}       ~ {"field":"app_version","notice":"dropped","message":"must be a text with printable characters"}
          "app_version": "1\\u0000\\u001b[1m" ~ {"field":"app_version","notice":"normalised","value":"1[1m"}
          "locale": 7                     ~ {"field":"locale","notice":"dropped","message":"must be a BCP 47 language tag such as de-CH"}
          "locale": ["de"]                ~ {"field":"locale","notice":"dropped","message":"must be a BCP 47 language tag such as de-CH"}
          "time_zone": true               ~ {"field":"time_zone","notice":"dropped","message":"must be an IANA time zone name such as Europe/Zurich, or an offset such as +05:30"}
          "time_zone": 330                ~ {"field":"time_zone","notice":"dropped","message":"must be an IANA time zone name such as Europe/Zurich, or an offset such as +05:30"}
          "previous_address": "old"       ~ {"field":"previous_address","notice":"dropped","message":"must be an object with type and value"}
          "previous_address": {"type": "TOKEN", "value": "a b"} ~ {"field":"previous_address.value","notice":"dropped","message":"must be visible ASCII characters"}
          "previous_address": {"type": "token", "value": "old"} ~ {"field":"previous_address.type","notice":"normalised","value":"TOKEN"}
          "shoe_size": 44                 ~ {"field":"shoe_size","notice":"ignored"}
          """)
  void saysWhatBecameOfAField(String member, String notice) {
    HttpResponse<String> answer = registerWith(member);

    assertThat(registration(answer).platform()).isEqualTo(Platform.ANDROID);
    assertThat(answer.body()).isEqualTo("{\"notices\":[" + notice + "]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"locale\": null, \"time_zone\": null, \"app_version\": null, \"previous_address\": null",
        "\"locale\": \"de-CH\", \"time_zone\": \"Europe/Zurich\", \"app_version\": \"1.2.3\"",
        "\"time_zone\": \"+05:30\""
      })
  void hasNoNoticeOfWhatIsStoredAsItWasSent(String members) {
    HttpResponse<String> answer = registerWith(members);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("{\"notices\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"android", "Android", "ANDRO\u0130D", " ANDROID "})
  void takesAPlatformInAnyCase(String platform) {
    HttpResponse<String> answer =
        edge.put(
            PHONE,
            """
            {"address": {"type": "Token", "value": "an-address", "ttl": 1}, "platform": "%s"}\
            """
                .formatted(platform));

    assertThat(registration(answer).platform()).isEqualTo(Platform.ANDROID);
    assertThat(registration(answer).address())
        .isEqualTo(new PushAddress(AddressType.TOKEN, "an-address"));
    assertThat(notices(answer))
        .containsExactly(
            "{\"field\":\"address.type\",\"notice\":\"normalised\",\"value\":\"TOKEN\"}",
            "{\"field\":\"address.ttl\",\"notice\":\"ignored\"}",
            "{\"field\":\"platform\",\"notice\":\"normalised\",\"value\":\"ANDROID\"}");
  }

  @Test
  void echoesNoMoreThanAFewShortNamesEscaped() {
    String members =
        IntStream.range(0, 200)
            .mapToObj(i -> "\"\\u001b\\u202e\\n%03d%s\": \"secret\"".formatted(i, "x".repeat(10)))
            .collect(Collectors.joining(", "));

    HttpResponse<String> answer =
        registerWith(members + ", \"" + "y".repeat(4_000) + "\": 1, \"locale\": \"secret value\"");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).hasSizeLessThan(2_000).doesNotContain("secret");
    assertThat(answer.body().chars()).allMatch(c -> c >= ' ' && c <= '~');
    assertThat(notices(answer))
        .hasSize(11)
        .contains(
            "{\"field\":\"\\\\u001b\\\\u202e\\\\n000xxxxxxxxxx\",\"notice\":\"ignored\"}",
            "{\"field\":\"locale\",\"notice\":\"dropped\",\"message\":\"must be a BCP 47 language"
                + " tag such as de-CH\"}");
  }

  @Test
  void answersInJsonWhateverTheClientAccepts() {
    for (String accept : List.of("image/png", "application/problem+json", "*/*")) {
      HttpResponse<String> answer =
          edge.send(
              edge.authenticated(PHONE)
                  .header("Content-Type", "application/json")
                  .header("Accept", accept)
                  .PUT(BodyPublishers.ofString(with("\"locale\": \"C\""))));

      assertThat(answer.statusCode()).as(accept).isEqualTo(202);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  @Test
  void countsNoticesByField() {
    double before = count("locale", "normalised");

    var _ = registerWith("\"locale\": \"de_CH\", \"extra\": 1, \"more\": 2");

    assertThat(count("locale", "normalised")).isEqualTo(before + 1);
    assertThat(count("unknown", "ignored")).isGreaterThanOrEqualTo(2);
    assertThat(count("previous_address", "dropped")).isNotNegative();
  }

  private static double count(String field, String notice) {
    String name =
        "push_registration_notices_total{field=\"%s\",notice=\"%s\"} ".formatted(field, notice);
    return edge.send(edge.anonymous("/actuator/prometheus"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no meter " + name));
  }

  private static void assertNoticed(
      HttpResponse<String> answer, String field, String sent, @Nullable String stored) {
    JsonNode notices = ApiContract.JSON.readTree(answer.body()).path("notices");
    if (sent.equals(stored)) {
      assertThat(notices).isEmpty();
      return;
    }
    assertThat(notices).hasSize(1);
    JsonNode notice = notices.get(0);
    assertThat(notice.path("field").stringValue()).isEqualTo(field);
    assertThat(notice.path("notice").stringValue())
        .isEqualTo(stored == null ? "dropped" : "normalised");
    assertThat(notice.path("value").asString("")).isEqualTo(stored == null ? "" : stored);
    assertThat(notice.has("message")).isEqualTo(stored == null);
  }

  private static DeviceRegistration registration(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return ((Registered) edge.published().last()).registration();
  }

  private static List<String> notices(HttpResponse<String> answer) {
    return ApiContract.JSON
        .readTree(answer.body())
        .path("notices")
        .valueStream()
        .map(JsonNode::toString)
        .toList();
  }

  private static HttpResponse<String> registerWith(String members) {
    return edge.put(PHONE, with(members));
  }

  private static String with(String members) {
    return """
    {"address": {"type": "TOKEN", "value": "an-address"}, "platform": "ANDROID", %s}\
    """
        .formatted(members);
  }
}
