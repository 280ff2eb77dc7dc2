/**
 * Waits at the start of a service for the topics and schemas that it needs, knows how many
 * partitions the topics have, and watches that these numbers stay.
 */
@NullMarked
@MayDependOn({"schemas", "service", "supervision"})
package io.chatpush.topics;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
