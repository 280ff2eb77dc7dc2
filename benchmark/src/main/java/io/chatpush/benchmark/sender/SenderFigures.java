package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.report.Latency;

/**
 * What a sending process did while it counted.
 *
 * @param accepted messages that FCM took
 * @param failed messages that it did not, or whose answer never came
 * @param latency from the call of the API to its answer
 */
public record SenderFigures(long accepted, long failed, Latency latency) {}
