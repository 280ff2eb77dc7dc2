/** dispatch-service: chat events in, pushes to FCM out. */
@NullMarked
@MayDependOn({"dispatch.provisioning", "dispatch.startup", "lag"})
package io.chatpush.dispatch;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
