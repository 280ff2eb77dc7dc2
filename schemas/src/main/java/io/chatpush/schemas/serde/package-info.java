/** Records to bytes and back in the Confluent wire format, and the schema registry behind it. */
@NullMarked
@MayDependOn({"events", "schemas", "schemas.text"})
package io.chatpush.schemas.serde;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
