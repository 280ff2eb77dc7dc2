/** Checks whether Kafka grants the login of a service the rights that its roles need. */
@NullMarked
package io.chatpush.rights;

import org.jspecify.annotations.NullMarked;
