package io.chatpush.token.ownership;

import io.chatpush.schemas.serde.RegistryUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the stream go on after an event that is not one, and hold where the registry cannot say:
 * those events are good, and skipping them would lose registrations.
 *
 * <p>Made by Kafka Streams from its class name, so its meters come in with the settings.
 */
public final class SkipUndecodable implements DeserializationExceptionHandler {

  /** The setting that carries the {@link OwnershipMeters}. */
  static final String METERS = "chatpush.ownership.meters";

  private static final Logger log = LoggerFactory.getLogger(SkipUndecodable.class);

  private OwnershipMeters meters = OwnershipMeters.UNSEEN;

  @Override
  public void configure(Map<String, ?> settings) {
    if (settings.get(METERS) instanceof OwnershipMeters given) {
      meters = given;
    }
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    if (isTransient(failure)) {
      return Response.fail();
    }
    meters.undecodable();
    log.warn(
        "Skipped an event that cannot be decoded: {}-{} at offset {}, {}",
        context.topic(),
        context.partition(),
        context.offset(),
        failure.getClass().getName());
    return Response.resume();
  }

  /** An unreachable registry, in our serde's words or in those of Confluent's. */
  private static boolean isTransient(Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RegistryUnavailableException
          || t instanceof RetriableException
          || (t instanceof IOException && !(t instanceof EOFException))) {
        return true;
      }
    }
    return false;
  }
}
