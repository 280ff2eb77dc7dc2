/** Reads topics as logs: ranges of offsets, without a consumer group, to a deadline. */
@NullMarked
@MayDependOn({"dispatch.kafka", "kafka"})
package io.chatpush.dispatch.operations.log;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
