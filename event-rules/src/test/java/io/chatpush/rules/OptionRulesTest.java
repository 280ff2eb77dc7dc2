package io.chatpush.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a",
        "HTTPS://chat.example.com:8443/c/1?m=%20&x=[1]#top",
        "https://user@chat.example.com/",
        "https://chat.example.com/bild-ä.png"
      })
  void takesHttpsUrls(String url) {
    assertThat(OptionRules.url(url)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "https:///path",
        "https://?query",
        "http://chat.example.com",
        "//chat.example.com",
        "javascript:alert(1)",
        "https://chat.example.com/with blank",
        "https://chat.example.com/\n",
        "https://chat.example.com/%",
        "https://chat.example.com/%4",
        "https://chat.example.com/%zz",
        "https://chat.example.com/{channel_id}",
        "https://chat.example.com/\"",
        "https://chat.example.com/\u00a0"
      })
  void refusesWhatIsNotAnHttpsUrl(String url) {
    assertThat(OptionRules.url(url)).isEqualTo("is not an https URL");
  }

  @Test
  void refusesALongUrl() {
    String url = "https://chat.example.com/";
    assertThat(OptionRules.url(url + "x".repeat(2_000 - url.length()))).isNull();
    assertThat(OptionRules.url(url + "x".repeat(2_001 - url.length())))
        .isEqualTo("has more than 2,000 characters");
  }

  @Test
  void takesTheNameOfASoundOnly() {
    assertThat(OptionRules.sound("default")).isNull();
    assertThat(OptionRules.sound("bell.caf")).isNull();
    assertThat(OptionRules.sound("../bell")).isEqualTo("is a path, not the name of a sound");
    assertThat(OptionRules.sound("a\\bell")).isEqualTo("is a path, not the name of a sound");
    assertThat(OptionRules.sound("bell\n")).isEqualTo("has a control character");
    assertThat(OptionRules.sound(" ")).isEqualTo("is empty");
    assertThat(OptionRules.sound("ä".repeat(33))).isEqualTo("has more than 64 bytes of UTF-8");
  }

  @Test
  void boundsNamesAndKeys() {
    assertThat(OptionRules.collapseKey("ä".repeat(32))).isNull();
    assertThat(OptionRules.collapseKey("ä".repeat(32) + "a"))
        .isEqualTo("has more than 64 bytes of UTF-8");
    assertThat(OptionRules.collapseKey("")).isEqualTo("is empty");
    assertThat(OptionRules.name("n".repeat(256))).isNull();
    assertThat(OptionRules.name("n".repeat(257))).isEqualTo("has more than 256 bytes of UTF-8");
  }

  @Test
  void boundsNumbers() {
    assertThat(OptionRules.count(0)).isNull();
    assertThat(OptionRules.count(-1)).isEqualTo("is negative");
    assertThat(OptionRules.criticalVolume(1)).isNull();
    assertThat(OptionRules.criticalVolume(0)).isNotNull();
    assertThat(OptionRules.criticalVolume(Double.NaN)).isNotNull();
    assertThat(OptionRules.relevanceScore(0)).isNull();
    assertThat(OptionRules.relevanceScore(1.1)).isNotNull();
  }

  @Test
  void takesFcmsLabelsAndColorsOnly() {
    assertThat(OptionRules.analyticsLabel("Az09-_.~%")).isNull();
    assertThat(OptionRules.analyticsLabel("l".repeat(50))).isNull();
    assertThat(OptionRules.analyticsLabel("l".repeat(51))).isNotNull();
    assertThat(OptionRules.analyticsLabel("")).isNotNull();
    assertThat(OptionRules.analyticsLabel("a b")).isNotNull();
    assertThat(OptionRules.analyticsLabel("ä")).isNotNull();
    assertThat(OptionRules.color("#00aaFF")).isNull();
    assertThat(OptionRules.color("00aaff")).isEqualTo("is not a color of the form #rrggbb");
  }
}
