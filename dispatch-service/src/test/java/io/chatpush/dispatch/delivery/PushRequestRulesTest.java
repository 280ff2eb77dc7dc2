package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.PushRequest;
import io.chatpush.events.RequestDevice;
import java.util.List;
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

  private static PushRequest with(List<RequestDevice> devices) {
    return aRequest("d1").setDevices(devices).build();
  }
}
