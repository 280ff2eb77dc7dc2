package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.pacing.Pacer;
import java.time.Clock;

/** Turns and settlement, put together as the service does. */
final class TestTurns {

  private TestTurns() {}

  static Turns of(
      PushGateway gateway,
      RetryPolicy retries,
      Pacer pacer,
      EventPublisher publisher,
      OutcomeLedger ledger,
      DeliveryMeters meters,
      Clock clock) {
    Settlement settlement = new Settlement(retries, publisher, ledger, meters, clock);
    return new Turns(gateway, pacer, retries, settlement, meters, clock);
  }
}
