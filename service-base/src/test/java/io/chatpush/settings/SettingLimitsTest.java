package io.chatpush.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.validator.constraints.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/** A value that breaks a declared limit stops the start with a sentence that names the setting. */
final class SettingLimitsTest {

  @ConfigurationProperties("chatpush.moat")
  @Validated
  record Moat(
      @DefaultValue("2") @Min(1) int bridgesOverWater,
      @DefaultValue("2") @Range(min = 1, max = 9) int boats,
      @DefaultValue("0.5") @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
          double filled,
      @DefaultValue("0.5") @DecimalMax("1") double clear,
      @DefaultValue("1s") @DurationRange(moreThan = "0s", atMost = "1h") Duration crossing,
      @DefaultValue("1s") @DurationRange(atLeast = "1s", lessThan = "30d") Duration drought,
      @DefaultValue("1MB") @DataSizeRange(atLeast = "1B", atMost = "2MB") DataSize map,
      @DefaultValue("x") @NotEmpty(message = "is empty: name the keeper") String keeper,
      @DefaultValue List<@Valid Fish> fish) {}

  record Fish(@DefaultValue("1") @Min(1) int weight) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bridges-over-water=0 | bridges-over-water is 0, it must be at least 1.",
        "boats=10 | boats is 10, it must be 1 to 9.",
        "filled=1 | filled is 1.0, it must be less than 1.",
        "filled=-0.1 | filled is -0.1, it must be at least 0.",
        "clear=1.1 | clear is 1.1, it must be at most 1.",
        "crossing=0s | crossing is PT0S, it must be more than 0s, at most 1h.",
        "crossing=61m | crossing is PT1H1M, it must be more than 0s, at most 1h.",
        "drought=30d | drought is PT720H, it must be at least 1s, less than 30d.",
        "map=0B | map is 0B, it must be 1B to 2MB.",
        "keeper= | keeper is empty: name the keeper.",
        "fish[1].weight=0 | fish[1].weight is 0, it must be at least 1."
      })
  void namesTheSettingItsValueAndItsLimits(String setting, String sentence) {
    assertThat(refusal(setting)).isEqualTo("chatpush.moat." + sentence);
  }

  @Test
  void namesEveryInvalidSettingOfARecord() {
    assertThat(
            BoundSettings.sentence(
                catchThrowable(() ->
                    BoundSettings.bound(
                        Moat.class,
                        Map.of("chatpush.moat.boats", "0", "chatpush.moat.clear", "2")))))
        .isEqualTo(
            """
            chatpush.moat.boats is 0, it must be 1 to 9.
            chatpush.moat.clear is 2.0, it must be at most 1.\
            """);
  }

  @Test
  void speaksEnglishWhateverTheLocaleIs() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(refusal("boats=0")).isEqualTo("chatpush.moat.boats is 0, it must be 1 to 9.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crossing=1h", "drought=1s", "map=2MB", "boats=9", "filled=0", "clear=1"})
  void takesTheLimitItself(String setting) {
    assertThatCode(() -> bound(setting)).doesNotThrowAnyException();
  }

  private static String refusal(String setting) {
    return BoundSettings.sentence(catchThrowable(() -> bound(setting)));
  }

  /** Binds one setting, written {@code name=value}. */
  private static Moat bound(String setting) {
    int equals = setting.indexOf('=');
    Map<String, String> settings = new HashMap<>();
    settings.put("chatpush.moat.fish[0].weight", "1");
    settings.put("chatpush.moat." + setting.substring(0, equals), setting.substring(equals + 1));
    return BoundSettings.bound(Moat.class, settings);
  }
}
