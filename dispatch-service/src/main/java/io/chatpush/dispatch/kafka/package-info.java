/**
 * Connects dispatch-service to Kafka and the schema registry: the settings of its clients, records
 * to bytes and back, publishing until a broker has acknowledged, the form of a dead letter, and the
 * needs of the start: which topics, which schemas and which group protocol.
 */
@NullMarked
@MayDependOn({"events", "kafka", "schemas", "schemas.serde", "service", "supervision", "topics"})
package io.chatpush.dispatch.kafka;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
