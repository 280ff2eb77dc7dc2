/** The contract of chatpush besides its records: topics, keys, partitions. */
@NullMarked
@MayDependOn("events")
package io.chatpush.schemas;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
