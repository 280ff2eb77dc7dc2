/** What FCM accepts as a send request: its JSON is read and checked in one pass, without a tree. */
@NullMarked
@MayDependOn({})
package io.chatpush.fcm.simulator.message;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
