package io.chatpush.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final int MANY = 10;

  @Test
  void showsAMessageInTwoLanguagesSideBySide() {
    Notification german = notification("m1", "phone", "de-CH", "Hat 3 Fotos gesendet");
    Notification british = notification("m1", "laptop", "en-GB", "Sent 3 photos");
    Notification english = notification("m1", "tablet", "en", "Sent 3 photos");
    Notification newest = notification("m2", "phone", "de-CH", "hello");

    assertThat(Selection.of(List.of(newest, british, english, german), MANY))
        .containsExactly(british, german, newest);
  }

  @Test
  void aTextThatAPersonWroteIsNoPair() {
    Notification german = notification("m1", "phone", "de-CH", "hello");
    Notification english = notification("m1", "laptop", "en", "hello");

    assertThat(Selection.of(List.of(german, english), MANY)).containsExactly(german);
  }

  @Test
  void anEditReplacesThePushOnEachDevice() {
    Notification germanEdit = notification("m1", "phone", "de-CH", "new");
    Notification englishEdit = notification("m1", "laptop", "en", "new");
    Notification german = notification("m1", "phone", "de-CH", "old");
    Notification english = notification("m1", "laptop", "en", "old");

    assertThat(Selection.of(List.of(germanEdit, englishEdit, german, english), MANY))
        .containsExactly(germanEdit);
  }

  @Test
  void showsEachDeviceOnceBeforeASecondTime() {
    Notification first = notification("m4", "phone", "en", "four");
    Notification second = notification("m3", "phone", "en", "three");
    Notification other = notification("m2", "laptop", "en", "two");

    assertThat(Selection.of(List.of(first, second, other), 2)).containsExactly(first, other);
    assertThat(Selection.of(List.of(first, second, other), 3))
        .containsExactly(first, other, second);
  }

  @Test
  void pairsLeaveRoomForOthers() {
    List<Notification> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(notification("m" + i, "phone", "de", "Hallo " + i));
      all.add(notification("m" + i, "laptop", "en", "Hello " + i));
    }

    assertThat(Selection.of(all, 6))
        .extracting(Notification::body)
        .startsWith("Hallo 0", "Hello 0", "Hallo 1", "Hello 1")
        .hasSize(6);
    assertThat(Selection.of(all, 1)).hasSize(1);
  }

  private static Notification notification(
      String message, String device, String locale, String body) {
    return new Notification(
        device, locale, "iOS", message, "title", body, Instant.parse("2026-03-01T09:30:00Z"));
  }
}
