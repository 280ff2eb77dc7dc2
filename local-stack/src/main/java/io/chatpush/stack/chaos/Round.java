package io.chatpush.stack.chaos;

import java.time.Duration;

/**
 * What one round came to.
 *
 * @param number from 1
 * @param fault what was done
 * @param faultLength from the fault until the dependencies were back
 * @param recovery from then until health was UP and the events published from then on were answered
 * @param recovered whether that was reached
 * @param detail what it was waiting for last, when it was not; else a remark, or an empty text
 */
record Round(
    int number,
    Fault fault,
    Duration faultLength,
    Duration recovery,
    boolean recovered,
    String detail) {}
