/** {@code ./chatpush acls}: the rights that logins of Kafka need. */
@NullMarked
package io.chatpush.stack.access;

import org.jspecify.annotations.NullMarked;
