/** Device-token events: to Avro, to their topic, acknowledged. */
@NullMarked
package io.chatpush.token.kafka;

import org.jspecify.annotations.NullMarked;
