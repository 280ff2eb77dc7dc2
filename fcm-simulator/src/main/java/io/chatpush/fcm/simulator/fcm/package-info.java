/** The method messages:send: who may call it, what it answers, in FCM's own words. */
@NullMarked
package io.chatpush.fcm.simulator.fcm;

import org.jspecify.annotations.NullMarked;
