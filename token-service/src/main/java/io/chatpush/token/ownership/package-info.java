/** Who owns a device: the Kafka Streams topology from events to the table of devices by user. */
@NullMarked
package io.chatpush.token.ownership;

import org.jspecify.annotations.NullMarked;
