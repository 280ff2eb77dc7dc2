/**
 * Checks the settings of Kafka clients when a service starts, and has the consumer of both
 * services, which continues after records that the Kafka client cannot read.
 */
@NullMarked
@MayDependOn({"service", "settings"})
package io.chatpush.kafka;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
