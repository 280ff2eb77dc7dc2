/** Checks whether Kafka grants the login of a service the rights that its roles need. */
@NullMarked
@MayDependOn({"lag", "schemas.access", "service", "supervision"})
package io.chatpush.rights;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
