package io.chatpush.token.ownership;

import io.chatpush.schemas.serde.ContractViolationException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets the stream go on after a record that can never be written: one that Avro or the broker
 * refuses for what it is. Everything else is handled as Kafka Streams does by default.
 *
 * <p>This is the last resort. A transaction in which the broker or the producer refused a record
 * cannot be committed, so a record of ours must not become too large in the first place: {@link
 * DeviceOwnership} bounds everything that it takes from an event.
 *
 * <p>Kafka Streams creates it from its class name.
 */
public final class DropUnwritable extends DefaultProductionExceptionHandler {

  private @Nullable BadRecords bad;

  /** Creates a handler that must be configured before use. */
  public DropUnwritable() {}

  @Override
  public void configure(Map<String, ?> settings) {
    super.configure(settings);
    bad = BadRecords.of(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    return exception instanceof RecordTooLargeException
            || exception instanceof RecordBatchTooLargeException
            || exception instanceof InvalidTimestampException
        ? drop(record.topic(), exception)
        : super.handleError(context, record, exception);
  }

  // Kafka hands out a record of any types as a raw type.
  @SuppressWarnings("rawtypes")
  @Override
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    return exception instanceof ContractViolationException
        ? drop(record.topic(), exception)
        : super.handleSerializationError(context, record, exception, origin);
  }

  private Response drop(String topic, Exception exception) {
    if (bad != null) {
      bad.unwritable(topic, exception);
    }
    return Response.resume();
  }
}
