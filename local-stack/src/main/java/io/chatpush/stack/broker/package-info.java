/** A real Kafka broker inside this JVM, with its data on disk. */
@NullMarked
@MayDependOn({})
package io.chatpush.stack.broker;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
