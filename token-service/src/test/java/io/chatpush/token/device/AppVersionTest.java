package io.chatpush.token.device;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AppVersionTest {

  @Test
  void keepsTheBeginningOfALongOne() {
    assertThat(AppVersion.nearest("1.2.3-" + "b".repeat(80)))
        .isEqualTo(new AppVersion("1.2.3-" + "b".repeat(58)));
  }

  @Test
  void cutsNoCharacterInTwo() {
    assertThat(AppVersion.nearest("a".repeat(63) + "\u00e9")).isEqualTo(version("a".repeat(63)));
    assertThat(AppVersion.nearest("a".repeat(61) + "\ud83d\ude42"))
        .isEqualTo(version("a".repeat(61)));
  }

  @Test
  void leavesOutWhatIsNotPrinted() {
    assertThat(AppVersion.nearest(" 1.2\u0000.3\n\u001b[31m\u202e4\ufffd\ud800\u2028 "))
        .isEqualTo(version("1.2.3[31m4"));
    assertThat(AppVersion.nearest("\u0000 \u202e")).isNull();
    assertThat(AppVersion.nearest("")).isNull();
  }

  @Property
  void anyTextIsAVersionOrNone(@ForAll String text) {
    AppVersion version = AppVersion.nearest(text);

    if (version != null) {
      assertThat(AppVersion.nearest(version.value())).as("read again").isEqualTo(version);
    }
  }

  private static AppVersion version(String value) {
    return new AppVersion(value);
  }
}
