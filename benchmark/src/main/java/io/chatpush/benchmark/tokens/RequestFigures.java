package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.report.Latency;

/**
 * What the process {@code apps} has seen.
 *
 * @param answered as hoped for, in the window
 * @param failed otherwise or not at all, in all
 * @param registered how many devices were registered for the first time so far
 * @param latency from when a request was due, or sent where none has its time, to its answer
 */
record RequestFigures(long answered, long failed, long registered, Latency latency) {}
