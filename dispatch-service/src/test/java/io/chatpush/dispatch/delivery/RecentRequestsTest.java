package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.NOW;
import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentRequestsTest {

  private final RecentRequests recent = new RecentRequests(3);

  @Test
  void recognisesARepeat() {
    assertThat(recent.isNew(0, aRequest("d1").build())).isTrue();
    assertThat(
            recent.isNew(
                0,
                aRequest(push -> push.getMessageBuilder().setFannedOutAt(NOW.plusSeconds(9)), "d1")
                    .build()))
        .isFalse();
  }

  @Test
  void takesNoneOfTheseForARepeat() {
    assertThat(recent.isNew(0, aRequest("d1").build())).isTrue();
    assertThat(
            recent.isNew(0, aRequest(push -> push.getSourceBuilder().setOffset(43), "d1").build()))
        .as("published twice")
        .isTrue();
    assertThat(recent.isNew(0, aRequest(push -> push.setAttempt(2), "d1").build()))
        .as("a retry")
        .isTrue();
  }

  @Test
  void tellsUsersAndSplitsOfOneEventApart() {
    assertThat(recent.isNew(0, aRequest("d1").build())).isTrue();
    assertThat(recent.isNew(0, aRequest("d1").setUserId("u2").build())).as("another user").isTrue();
    assertThat(recent.isNew(0, aRequest("d26").build()))
        .as("the rest of a user's devices")
        .isTrue();
  }

  @Test
  void tellsARedriveFromTheFirstTime() {
    assertThat(recent.isNew(0, aRequest("d1").build())).isTrue();
    assertThat(recent.isNew(0, aRequest(push -> push.setRedriveCount(1), "d1").build())).isTrue();
    assertThat(recent.isNew(0, aRequest(push -> push.setRedriveCount(1), "d1").build()))
        .as("the redrive again")
        .isFalse();
  }

  @Test
  void tellsRetriesOfDifferentFailuresApart() {
    assertThat(recent.isNew(0, aRequest(push -> push.setFirstFailedAt(NOW), "d1").build()))
        .isTrue();
    assertThat(
            recent.isNew(
                0, aRequest(push -> push.setFirstFailedAt(NOW.plusMillis(1)), "d1").build()))
        .isTrue();
    assertThat(recent.isNew(0, aRequest(push -> push.setFirstFailedAt(NOW), "d1").build()))
        .isFalse();
  }

  @Test
  void tellsWhereAUserEndsAndADeviceBegins() {
    assertThat(recent.isNew(0, aRequest("ab").setUserId("c").build())).isTrue();
    assertThat(recent.isNew(0, aRequest("b").setUserId("ca").build())).isTrue();
  }

  @Test
  void remembersIdsOfAnyLength() {
    String device = "d".repeat(10_000);
    assertThat(recent.isNew(0, aRequest(device).build())).isTrue();
    assertThat(recent.isNew(0, aRequest(device).build())).isFalse();
  }

  @Test
  void forgetsTheOldestFirst() {
    for (long each = 0; each < 6; each++) {
      long offset = each;
      recent.isNew(0, aRequest(push -> push.getSourceBuilder().setOffset(offset), "d1").build());
    }
    assertThat(
            recent.isNew(0, aRequest(push -> push.getSourceBuilder().setOffset(3), "d1").build()))
        .as("one of the last three")
        .isFalse();
    assertThat(
            recent.isNew(0, aRequest(push -> push.getSourceBuilder().setOffset(0), "d1").build()))
        .as("forgotten")
        .isTrue();
  }

  @Test
  void forgetsAPartitionThatHasGone() {
    recent.isNew(0, aRequest("d1").build());
    recent.forget(0);
    assertThat(recent.isNew(0, aRequest("d1").build())).isTrue();
  }
}
