/**
 * The checks of the settings of Kafka clients that both services run when they start, and their
 * consumer.
 */
@NullMarked
package io.chatpush.kafka;

import org.jspecify.annotations.NullMarked;
