/** Records to bytes and back in the Confluent wire format, and the schema registry behind it. */
@NullMarked
package io.chatpush.schemas.serde;

import org.jspecify.annotations.NullMarked;
