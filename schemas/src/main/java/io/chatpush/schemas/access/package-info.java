/** Which rights in Kafka each role of chatpush needs, and no more. */
@NullMarked
package io.chatpush.schemas.access;

import org.jspecify.annotations.NullMarked;
