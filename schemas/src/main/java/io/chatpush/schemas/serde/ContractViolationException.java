package io.chatpush.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * A record or a schema breaks the contract, and trying again gives the same result: the bytes are
 * not a record in the Confluent wire format, the registry does not know their schema, it is the
 * schema of another record, or the registry refused a schema. Dead-letter what caused it.
 *
 * <p>The message names the topic, the schema id or subject, and the registry, and never what the
 * record holds. For that reason there is no cause: Avro's own messages quote values.
 */
public final class ContractViolationException extends SerializationException {

  ContractViolationException(String message) {
    super(message);
  }
}
