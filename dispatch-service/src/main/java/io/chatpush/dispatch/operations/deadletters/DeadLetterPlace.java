package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.schemas.RecordKeys;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The place of a dead letter, which is also its name. */
record DeadLetterPlace(String topic, int partition, long offset) {

  static DeadLetterPlace of(ConsumerRecord<?, ?> record) {
    return new DeadLetterPlace(record.topic(), record.partition(), record.offset());
  }

  /** Returns its key in {@code push.dead-letter-actions}. */
  String key() {
    return RecordKeys.deadLetter(topic, partition, offset);
  }

  TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  /** Returns the name that operators use: {@code 3/1842}. */
  String shortName() {
    return partition + "/" + offset;
  }
}
