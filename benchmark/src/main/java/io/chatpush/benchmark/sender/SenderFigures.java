package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.report.Latency;
import org.jspecify.annotations.Nullable;

/**
 * What a sending process did while it counted.
 *
 * @param accepted messages that FCM took
 * @param failed messages that FCM did not take, or whose answer never came
 * @param latency from the call of the API to its answer
 * @param account what else a process of Java with a closed loop knows of its sends
 */
record SenderFigures(long accepted, long failed, Latency latency, @Nullable Account account) {}
