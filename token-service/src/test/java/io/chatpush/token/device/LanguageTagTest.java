package io.chatpush.token.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageTagTest {

  static Stream<Locale> localesOfTheJdk() {
    return Locale.availableLocales().filter(locale -> !locale.getLanguage().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("localesOfTheJdk")
  void bothFormsThatJavaHasOfALocaleAreOneTag(Locale locale) {
    LanguageTag tag = LanguageTag.nearest(locale.toLanguageTag());

    assertThat(LanguageTag.nearest(locale.toString())).isEqualTo(tag);
    assertThat(tag)
        .isNotNull()
        .extracting(LanguageTag::value)
        .satisfies(value -> {
          Locale stored = Locale.forLanguageTag(value);
          // Java writes no_NO_NY, which is from before there were scripts and variants, as nn-NO.
          Locale said = Locale.forLanguageTag(locale.toLanguageTag());
          assertThat(stored.getLanguage()).isEqualTo(said.getLanguage());
          assertThat(stored.getScript()).isEqualTo(said.getScript());
        });
  }

  @Property
  void anyTextIsATagOrNone(
      @ForAll
          @StringLength(max = 60)
          @CharRange(from = 'a', to = 'z')
          @Chars({'_', '-', '#', '@', '.', ';', '1', 'X', ' ', '\u0000', 'é'})
          String text) {
    LanguageTag tag = LanguageTag.nearest(text);

    if (tag != null) {
      assertThat(LanguageTag.nearest(tag.value())).as("read again").isEqualTo(tag);
    }
  }
}
