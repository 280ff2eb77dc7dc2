/**
 * Runs the Kafka Streams applications of a service: creates the client of each, supervises and
 * replaces it, limits the memory of its stores, reports how much of its state is still to be
 * restored, and reads for its threads with a consumer that holds a partition whose next schema the
 * registry cannot give now.
 */
@NullMarked
@MayDependOn({"kafka", "schemas.serde", "service", "supervision"})
package io.chatpush.streams;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
