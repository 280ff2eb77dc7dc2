package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The records that one input record leads to, encoded before the first of them is forwarded. A
 * fault while they are encoded can so be a dead letter of the input: nothing has been written yet,
 * and a sink that gets bytes cannot fail.
 *
 * <p>Written with the time of writing, not with that of the event: retention counts from it, and
 * would delete pushes of an old event that wait for FCM.
 *
 * <p>Used by one thread, for one record at a time.
 */
final class Outputs {

  private record Output(Record<byte[], Object> record, String sink) {}

  private final RecordCodec codec;
  private final List<Output> outputs = new ArrayList<>();

  Outputs(RecordCodec codec) {
    this.codec = codec;
  }

  /** Encodes a record for a topic and keeps it for {@link #forward}. */
  void add(String key, String topic, SpecificRecord value, long now, String sink) {
    add(key, codec.encode(topic, value), now, sink);
  }

  /** Encodes an outcome and keeps it for {@link #forward}. */
  void add(PushOutcome outcome, long now, String sink) {
    byte[] bytes = codec.encode(Topics.PUSH_OUTCOMES, outcome);
    add(outcome.getTarget().getPushId(), new EncodedOutcome(bytes, outcome), now, sink);
  }

  private void add(String key, Object value, long now, String sink) {
    outputs.add(new Output(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, now), sink));
  }

  /** Forgets the records of an input that failed. */
  void clear() {
    outputs.clear();
  }

  /** Writes the records in their order, and forgets them. */
  void forward(ProcessorContext<byte[], Object> context) {
    for (Output output : outputs) {
      context.forward(output.record(), output.sink());
    }
    outputs.clear();
  }
}
