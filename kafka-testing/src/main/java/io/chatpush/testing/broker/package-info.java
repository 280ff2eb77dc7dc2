/** A real Kafka broker inside this JVM, with its data on disk. */
@NullMarked
@MayDependOn({"testing.ports"})
package io.chatpush.testing.broker;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
