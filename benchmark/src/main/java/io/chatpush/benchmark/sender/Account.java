package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.report.Fates;

/**
 * What a sending process of Java accounts for, besides its figures.
 *
 * @param allocated bytes of heap allocated in the window, by all threads
 * @param fates of all sends, from the first to the last
 */
record Account(long allocated, Fates fates) {}
