/**
 * The records of the contract. Avro generates them from {@code src/main/avro}; their common model
 * and this description are written by hand.
 */
@NullUnmarked // Avro's getters return null and do not say so.
@MayDependOn({})
package io.chatpush.events;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullUnmarked;
