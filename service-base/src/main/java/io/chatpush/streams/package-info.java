/**
 * Runs the Kafka Streams applications of a service: creates the client of each, supervises and
 * replaces it, limits the memory of its stores, and reports how much of its state is still to be
 * restored.
 */
@NullMarked
@MayDependOn({"service", "supervision"})
package io.chatpush.streams;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
