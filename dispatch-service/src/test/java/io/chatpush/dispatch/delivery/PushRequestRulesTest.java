package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.PushRequest;
import io.chatpush.events.RequestDevice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no join writes, but whoever may write to their topic can. */
final class PushRequestRulesTest {

  @Test
  void takesWhatJoinWrites() {
    assertThat(PushRequestRules.check(aRequest("d1", "d2").build())).isNull();
  }

  @Test
  void refusesARequestWithoutADevice() {
    assertThat(PushRequestRules.check(with(List.of())))
        .isEqualTo("devices has 0 entries, not 1 to 25");
  }

  @ParameterizedTest
  @ValueSource(ints = {99, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesAContentThatIsNotThere(int content) {
    RequestDevice device =
        RequestDevice.newBuilder(aRequest("d1").build().getDevices().getFirst())
            .setContent(content)
            .build();

    assertThat(PushRequestRules.check(with(List.of(device))))
        .startsWith("content is " + content + ", but contents has ");
  }

  @Test
  void refusesARequestWithoutAContent() {
    assertThat(PushRequestRules.check(aRequest("d1").setContents(List.of()).build()))
        .isEqualTo("contents is empty");
  }

  /** From one of Long.MAX_VALUE an age in nanoseconds cannot be counted, when the push is done. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 7_258_118_400_000L, Long.MAX_VALUE})
  void refusesATimeThatCannotBe(long millis) {
    Instant time = Instant.ofEpochMilli(millis);
    Map<String, PushRequest.Builder> requests =
        Map.of(
            "sent_at", aRequest(push -> push.getMessageBuilder().setSentAt(time), "d1"),
            "fanned_out_at", aRequest(push -> push.getMessageBuilder().setFannedOutAt(time), "d1"),
            "joined_at", aRequest("d1").setJoinedAt(time),
            "expires_at", aRequest(push -> push.setExpiresAt(time), "d1"),
            "first_failed_at", aRequest(push -> push.setFirstFailedAt(time), "d1"));

    requests.forEach((field, request) ->
        assertThat(PushRequestRules.check(request.build()))
            .startsWith(
                field + " is " + millis + ", which is not a time in milliseconds since 1970"));
  }

  private static PushRequest with(List<RequestDevice> devices) {
    return aRequest("d1").setDevices(devices).build();
  }
}
