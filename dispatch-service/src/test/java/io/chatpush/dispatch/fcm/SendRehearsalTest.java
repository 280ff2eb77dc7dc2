package io.chatpush.dispatch.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class SendRehearsalTest {

  @Test
  void goesThroughTheGatewayAsOftenAsItIsAsked() {
    SendRehearsal rehearsal = new SendRehearsal(Clock.systemUTC());
    assertThatCode(
            () -> {
              for (int i = 0; i < 20; i++) {
                rehearsal.rehearse();
              }
            })
        .doesNotThrowAnyException();
    rehearsal.end();
  }

  @Test
  void isAcceptedByTheLoopback() {
    try (LoopbackFcm fcm = new LoopbackFcm();
        TestGateway gateway = TestGateway.at(fcm.uri())) {
      assertThat(gateway.send().join())
          .isEqualTo(
              new io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted(
                  "projects/rehearsal/messages/0:0%0"));
    }
  }
}
