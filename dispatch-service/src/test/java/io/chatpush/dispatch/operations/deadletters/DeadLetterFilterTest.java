package io.chatpush.dispatch.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topics;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterFilterTest {

  private final DeadLetterEntry letter =
      DeadLetterFixtures.letter(DeadLetterFixtures.aPush("app", "user-1", "device-1").build());
  private final Instant failedAt = letter.failedAt();

  @Test
  void takesEverythingWhereNothingIsAskedFor() {
    assertThat(DeadLetterFilter.all(DeadLetterKind.PUSHES).matches(letter)).isTrue();
  }

  @Test
  void takesWhatHasEverythingThatIsAskedFor() {
    assertThat(filter("app", "UNAVAILABLE", "RETRIES_EXHAUSTED", "user-1").matches(letter))
        .isTrue();
    assertThat(filter("other", null, null, null).matches(letter)).isFalse();
    assertThat(filter("app", "INTERNAL", null, null).matches(letter)).isFalse();
    assertThat(filter("app", null, "UNREGISTERED", null).matches(letter)).isFalse();
    assertThat(filter("app", null, null, "user-2").matches(letter)).isFalse();
  }

  @Test
  void takesFromTheBeginningOfATimeToBeforeItsEnd() {
    assertThat(between(failedAt, failedAt.plusMillis(1)).matches(letter)).isTrue();
    assertThat(between(failedAt.plusMillis(1), null).matches(letter)).isFalse();
    assertThat(between(null, failedAt).matches(letter)).isFalse();
  }

  @Test
  void takesNothingUnreadableForOneWhoAsksForAnApp() {
    DeadLetterEntry unreadable = DeadLetterFixtures.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS);
    assertThat(filter("app", null, null, null).matches(unreadable)).isFalse();
    assertThat(filter(null, null, "UNDECODABLE", null).matches(unreadable)).isTrue();
  }

  @Test
  void takesOnlyLettersOfAppsThatMayBeSeen() {
    DeadLetterEntry unreadable = DeadLetterFixtures.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS);
    assertThat(only("app", "other").matches(letter)).isTrue();
    assertThat(only("other").matches(letter)).isFalse();
    assertThat(only().matches(letter)).isFalse();
    assertThat(only("app").matches(unreadable)).isFalse();
    assertThat(only("app").apps()).containsExactly("app");
    assertThat(filter("app", null, null, null).apps()).containsExactly("app");
    assertThat(DeadLetterFilter.all(DeadLetterKind.PUSHES).apps()).isNull();
  }

  private static DeadLetterFilter only(String... apps) {
    return new DeadLetterFilter(
        DeadLetterKind.PUSHES, null, null, null, null, null, null, Set.of(apps));
  }

  private static DeadLetterFilter filter(
      @Nullable String app, @Nullable String code, @Nullable String reason, @Nullable String user) {
    return new DeadLetterFilter(DeadLetterKind.PUSHES, app, code, reason, user, null, null, null);
  }

  private static DeadLetterFilter between(@Nullable Instant since, @Nullable Instant until) {
    return new DeadLetterFilter(DeadLetterKind.PUSHES, null, null, null, null, since, until, null);
  }
}
