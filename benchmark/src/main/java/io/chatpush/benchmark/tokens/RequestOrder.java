package io.chatpush.benchmark.tokens;

/**
 * What the process {@code apps} is to do next.
 *
 * @param perSecond requests a second, each at its time; 0 for as fast as answers come
 * @param warmUpMillis how long before it counts
 * @param millis how long it counts
 */
record RequestOrder(RequestKind kind, int perSecond, long warmUpMillis, long millis) {}
