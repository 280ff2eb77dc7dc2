/** What FCM accepts as a send request: its JSON is read and checked in one pass, without a tree. */
@NullMarked
package io.chatpush.fcm.simulator.message;

import org.jspecify.annotations.NullMarked;
