/** A real Kafka broker inside this JVM, with its data on disk. */
@NullMarked
package io.chatpush.stack.broker;

import org.jspecify.annotations.NullMarked;
