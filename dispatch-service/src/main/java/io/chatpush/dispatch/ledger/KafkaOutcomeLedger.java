package io.chatpush.dispatch.ledger;

import io.chatpush.dispatch.delivery.OutcomeLedger;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.topics.TopicPartitions;
import java.util.concurrent.CompletableFuture;

/**
 * The ledger is a topic: one outcome for each push id; a repeat under the same key is the same
 * push. What became of a message stands in one partition.
 */
final class KafkaOutcomeLedger implements OutcomeLedger {

  private final EventPublisher publisher;
  private final TopicPartitions partitions;
  private final LedgerMeters meters;

  KafkaOutcomeLedger(EventPublisher publisher, TopicPartitions partitions, LedgerMeters meters) {
    this.publisher = publisher;
    this.partitions = partitions;
    this.meters = meters;
  }

  @Override
  public CompletableFuture<Void> record(PushOutcome outcome) {
    ChatMessageRef message = outcome.getMessage();
    int partition =
        RecordKeys.messagePartition(
            message.getAppId(), message.getMessageId(), partitions.of(Topics.PUSH_OUTCOMES));
    return publisher
        .publish(Topics.PUSH_OUTCOMES, partition, outcome.getTarget().getPushId(), outcome)
        .thenRun(() -> meters.decided(outcome));
  }
}
