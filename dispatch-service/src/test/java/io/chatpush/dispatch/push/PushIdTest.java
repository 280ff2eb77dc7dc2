package io.chatpush.dispatch.push;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PushIdTest {

  @Test
  void isTheSameForEver() {
    assertThat(PushId.ofDevice("app", "message", "user", "device"))
        .hasToString("3d518b32-e308-5de8-a835-e3d5fa541a11");
  }

  @Test
  void isAUuidOfVersionFive() {
    PushId id = PushId.ofDevice("app", "message", "user", "device");
    assertThat(id.value().version()).isEqualTo(5);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(id.toString()).hasSize(PushId.LENGTH);
  }

  @Test
  void ofAUserIsNotOfADeviceOfThatName() {
    assertThat(PushId.ofUser("a", "m", "x")).isNotEqualTo(PushId.ofDevice("a", "m", "x", "x"));
  }

  @Test
  void differsBetweenTwoUsersOfOneDeviceId() {
    assertThat(PushId.ofDevice("app", "message", "maya", "device"))
        .isNotEqualTo(PushId.ofDevice("app", "message", "noor", "device"));
  }

  @Property
  void differsWhereAnyPartDiffers(@ForAll String first, @ForAll String second) {
    // Ids may hold the separator: moving it must not give the same name.
    if (!second.isEmpty()) {
      assertThat(PushId.ofDevice("a", first + "|" + second, "u", "d"))
          .isNotEqualTo(PushId.ofDevice("a", first, second + "|u", "d"));
    }
  }
}
