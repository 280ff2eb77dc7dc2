/** The stand-in for FCM as a process of its own, so that its CPU is not the broker's. */
@NullMarked
package io.chatpush.benchmark.simulator;

import org.jspecify.annotations.NullMarked;
