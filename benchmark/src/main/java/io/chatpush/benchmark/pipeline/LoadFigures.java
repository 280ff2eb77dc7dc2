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
 * @param announcedInWindow of those, pushes of the announcement
 * @param announcementMillis from when it began to count to FCM's last answer to a push of the
 *     announcement; 0 without one
 * @param latency from the moment an event was due to FCM's answer, of the pushes of events that
 *     were due while it counted, those of the announcement excepted
 */
record LoadFigures(
    long calledFor,
    long accounted,
    long repeated,
    long calledForInWindow,
    long acceptedInWindow,
    long announcedInWindow,
    long announcementMillis,
    Latency latency) {}
