package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outcomes that are written from now on. Used by one thread; closes its consumer. */
final class OutcomeTail implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OutcomeTail.class);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordCodec codec;

  OutcomeTail(Consumer<byte[], byte[]> consumer, RecordCodec codec) {
    this.consumer = consumer;
    this.codec = codec;
    List<TopicPartition> partitions = LogRange.partitions(consumer, Topics.PUSH_OUTCOMES);
    consumer.assign(partitions);
    consumer.endOffsets(partitions).forEach(consumer::seek);
  }

  List<PushOutcome> poll(Duration wait) {
    List<PushOutcome> outcomes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      try {
        outcomes.add(codec.decode(PushOutcome.class, record.topic(), record.value()));
      } catch (UndecodableRecordException e) {
        log.debug("an outcome cannot be read: {}", e.getMessage());
      }
    }
    return outcomes;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
