/** Writes pushes as FCM's messages, and reads what FCM's answers mean. */
@NullMarked
@MayDependOn({"apps", "dispatch.delivery", "dispatch.push", "events", "rules", "service"})
package io.chatpush.dispatch.fcm.message;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
