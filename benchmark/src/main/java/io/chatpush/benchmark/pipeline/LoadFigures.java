package io.chatpush.benchmark.pipeline;

import io.chatpush.benchmark.report.Latency;

/**
 * What became of the pushes of one run.
 *
 * @param calledFor pushes that its events call for, the warm-up included
 * @param accounted of those, pushes with a final outcome
 * @param repeated outcomes beyond the first of a push
 * @param calledForInWindow pushes of events that were due while it counted
 * @param acceptedInWindow pushes that FCM accepted while it counted
 * @param latency from the moment an event was due to FCM's answer, of the pushes of events that
 *     were due while it counted
 */
record LoadFigures(
    long calledFor,
    long accounted,
    long repeated,
    long calledForInWindow,
    long acceptedInWindow,
    Latency latency) {}
