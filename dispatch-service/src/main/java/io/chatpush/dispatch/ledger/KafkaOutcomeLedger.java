package io.chatpush.dispatch.ledger;

import io.chatpush.dispatch.delivery.OutcomeLedger;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import java.util.concurrent.CompletableFuture;

/**
 * The ledger is a topic: one outcome for each push id; a repeat under the same key is the same
 * push.
 */
final class KafkaOutcomeLedger implements OutcomeLedger {

  private final EventPublisher publisher;
  private final LedgerMeters meters;

  KafkaOutcomeLedger(EventPublisher publisher, LedgerMeters meters) {
    this.publisher = publisher;
    this.meters = meters;
  }

  @Override
  public CompletableFuture<Void> record(PushOutcome outcome) {
    meters.decided(outcome);
    return publisher.publish(Topics.PUSH_OUTCOMES, outcome.getPushId(), outcome);
  }
}
