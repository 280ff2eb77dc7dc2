package io.chatpush.dispatch.output;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
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
public final class Outputs {

  private static final Serializer<EncodedOutcome> OUTCOMES = (topic, outcome) -> outcome.bytes();
  private static final StreamPartitioner<byte[], EncodedOutcome> BY_MESSAGE =
      (topic, key, outcome, partitions) -> Optional.of(Set.of(outcome.partition(partitions)));

  private record Output(Record<byte[], Object> record, String sink) {}

  private final RecordCodec codec;
  private final List<Output> outputs = new ArrayList<>();

  /** Creates the outputs of one processor. */
  public Outputs(RecordCodec codec) {
    this.codec = codec;
  }

  /** Adds a sink of a processor that writes outcomes, each to the partition of its message. */
  public static Topology addOutcomes(Topology topology, String sink, String processor) {
    return topology.addSink(
        sink, Topics.PUSH_OUTCOMES, new ByteArraySerializer(), OUTCOMES, BY_MESSAGE, processor);
  }

  /** Encodes a record for a topic and keeps it for {@link #forward}. */
  public void add(String key, String topic, SpecificRecord value, long now, String sink) {
    add(key, codec.encode(topic, value), now, sink);
  }

  /** Encodes an outcome and keeps it for {@link #forward}. */
  public void add(PushOutcome outcome, long now, String sink) {
    byte[] bytes = codec.encode(Topics.PUSH_OUTCOMES, outcome);
    add(outcome.getTarget().getPushId(), new EncodedOutcome(bytes, outcome), now, sink);
  }

  private void add(String key, Object value, long now, String sink) {
    outputs.add(new Output(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, now), sink));
  }

  /** Forgets the records of an input that failed. */
  public void clear() {
    outputs.clear();
  }

  /** Writes the records in their order, and forgets them. */
  public void forward(ProcessorContext<byte[], Object> context) {
    for (Output output : outputs) {
      context.forward(output.record(), output.sink());
    }
    outputs.clear();
  }
}
