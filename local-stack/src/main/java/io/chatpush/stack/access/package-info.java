/** {@code ./chatpush acls}: the rights that logins of Kafka need. */
@NullMarked
@MayDependOn({"cli.terminal", "schemas.access"})
package io.chatpush.stack.access;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
