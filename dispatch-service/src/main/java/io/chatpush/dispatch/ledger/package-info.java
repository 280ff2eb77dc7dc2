/** Writes what became of each push to its topic, and keeps the sums that must agree. */
@NullMarked
@MayDependOn({"dispatch.delivery", "dispatch.kafka", "events", "schemas", "topics"})
package io.chatpush.dispatch.ledger;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
