/**
 * Writes what fan-out and the join make of a record: the records that follow from it, or its dead
 * letter.
 */
@NullMarked
@MayDependOn({"dispatch.kafka", "events", "schemas"})
package io.chatpush.dispatch.output;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
