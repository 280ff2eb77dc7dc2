package io.chatpush.token.ownership;

import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Lets the stream go on after a record for which a processor failed by a fault of our own, such as
 * an index out of bounds: the same record would fail again in every new thread, and no device of
 * the partition could change any more. Faults of Kafka and of the stores end the thread, and the
 * next one finds the state as the last transaction left it.
 *
 * <p>A processor decides before it changes its store, so a record that fails while it is decided
 * leaves nothing behind. Kafka Streams creates it from its class name.
 */
public final class SkipFailed implements ProcessingExceptionHandler {

  private @Nullable BadRecords bad;

  /** Creates a handler that must be configured before use. */
  public SkipFailed() {}

  @Override
  public void configure(Map<String, ?> settings) {
    bad = BadRecords.of(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (bad == null || exception instanceof KafkaException) {
      return Response.fail();
    }
    bad.failed(
        "%s-%d at offset %d".formatted(context.topic(), context.partition(), context.offset()),
        exception);
    return Response.resume();
  }
}
