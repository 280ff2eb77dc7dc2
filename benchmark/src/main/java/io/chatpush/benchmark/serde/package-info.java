/** What it costs to write and read the records of the contract. */
@NullMarked
@MayDependOn({"benchmark.pipeline", "events", "schemas", "schemas.serde"})
package io.chatpush.benchmark.serde;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
