/** Publishes device-token events and test pushes, and answers once Kafka has acknowledged them. */
@NullMarked
@MayDependOn({"events", "kafka", "schemas", "service", "supervision", "token.device", "topics"})
package io.chatpush.token.kafka;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
