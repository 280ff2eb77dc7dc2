/**
 * How the rooms meet Kafka: records as bytes and back, batching, publishing that does not give up,
 * the gate at the start.
 */
@NullMarked
package io.chatpush.dispatch.kafka;

import org.jspecify.annotations.NullMarked;
