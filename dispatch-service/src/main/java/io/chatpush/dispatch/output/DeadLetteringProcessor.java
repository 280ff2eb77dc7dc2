package io.chatpush.dispatch.output;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A processor whose thread no record can end: a record that cannot be used becomes a dead letter.
 * What follows from a record is encoded before the first of it is written, so that a dead letter is
 * all that follows from a record that fails. Only what no other record would survive either ends
 * the thread: a store that fails, and a registry that does not know the ids of our own schemas.
 */
public abstract class DeadLetteringProcessor
    extends ContextualProcessor<byte[], byte[], byte[], Object> {

  private final RecordCodec codec;
  private final BooleanSupplier schemasAreTried;
  private final String deadLetters;
  private final Outputs outputs;

  /**
   * @param schemasAreTried whether a record comes only after the registry has answered for its
   *     schema, see {@link io.chatpush.streams.StreamClients#triesSchemas}
   * @param deadLetters the sink of dead letters
   */
  protected DeadLetteringProcessor(
      RecordCodec codec, BooleanSupplier schemasAreTried, String deadLetters) {
    this.codec = codec;
    this.schemasAreTried = schemasAreTried;
    this.deadLetters = deadLetters;
    outputs = new Outputs(codec);
  }

  /** Returns where {@link #use} puts what follows from a record. */
  protected final Outputs outputs() {
    return outputs;
  }

  /**
   * Adds to the outputs what follows from a record.
   *
   * @return the dead letter of a record that cannot be used, which is written instead of the
   *     outputs; {@code null} if the record has been used
   */
  protected abstract @Nullable Record<byte[], Object> use(
      Record<byte[], byte[]> record, RecordMetadata place, long now);

  /** Returns the dead letter of a record that a fault of ours kept from being used. */
  protected abstract Record<byte[], Object> letter(
      Record<byte[], byte[]> record, RecordMetadata place, RuntimeException fault, long now);

  @Override
  public final void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    long now = context().currentSystemTimeMs();
    Record<byte[], Object> letter;
    try {
      letter = use(record, place, now);
    } catch (StreamsException e) {
      // The store failed: that is not the record's fault, and no other can be used now.
      throw e;
    } catch (RuntimeException e) {
      if (RecordCodec.isRegistryUnavailable(e)) {
        // The ids of our own schemas are not known: no record can be used now.
        throw e;
      }
      letter = letter(record, place, e, now);
    }
    if (letter == null) {
      outputs.forward(context());
    } else {
      outputs.clear();
      context().forward(letter, deadLetters);
    }
  }

  /**
   * Decodes the value of the record.
   *
   * @param topic whose schemas it may have
   * @throws UndecodableRecordException if it cannot be decoded
   * @throws SerializationException if the registry does not answer for its schema
   */
  protected final <T extends SpecificRecord> T decode(
      Class<T> type, String topic, Record<byte[], byte[]> record) {
    try {
      return codec.decode(type, topic, record.value());
    } catch (SerializationException e) {
      if (!schemasAreTried.getAsBoolean()) {
        throw e;
      }
      // A SerializationException says that the registry does not answer. But it has answered a
      // moment ago, when the record was tried, and did not know the schema.
      throw new UndecodableRecordException(String.valueOf(e.getMessage()));
    }
  }
}
