/**
 * Publishes device-token events and test pushes, and answers once Kafka has acknowledged them. The
 * steps of the start that wait for topics, schemas and producer are here too.
 */
@NullMarked
@MayDependOn({"events", "kafka", "schemas", "service", "supervision", "token.device"})
package io.chatpush.token.kafka;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
