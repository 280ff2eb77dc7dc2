/** Which rights in Kafka each role of chatpush needs, and no more. */
@NullMarked
@MayDependOn("schemas")
package io.chatpush.schemas.access;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
