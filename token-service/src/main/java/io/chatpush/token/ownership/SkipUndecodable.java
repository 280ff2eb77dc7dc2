package io.chatpush.token.ownership;

import io.chatpush.schemas.Topics;
import io.chatpush.streams.RegistryFaults;
import io.chatpush.token.ownership.OwnershipMeters.Unusable;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets the stream go on after a record that cannot be decoded, and ends the thread where the
 * registry gives no answer: those records may be good, and skipping them would lose registrations.
 * The latter is the exception, because the consumer of stream threads has the schema of an event
 * looked up before the stream gets it.
 *
 * <p>Kafka Streams creates it from its class name.
 */
public final class SkipUndecodable implements DeserializationExceptionHandler {

  private @Nullable BadRecords bad;

  /** Creates a handler that must be configured before use. */
  public SkipUndecodable() {}

  @Override
  public void configure(Map<String, ?> settings) {
    bad = BadRecords.of(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    if (bad == null || RegistryFaults.isPassing(failure)) {
      return Response.fail();
    }
    if (record.topic().equals(Topics.DEVICE_TOKEN_EVENTS)) {
      bad.undecodable(record.topic(), record.partition(), record.offset(), failure);
    } else {
      bad.unusable(
          Unusable.CLAIM,
          "%s-%d at offset %d".formatted(record.topic(), record.partition(), record.offset()));
    }
    return Response.resume();
  }
}
