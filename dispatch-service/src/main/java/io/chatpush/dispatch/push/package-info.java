/** What a push is: the plain values and rules that fan-out, content, delivery and FCM share. */
@NullMarked
@MayDependOn({"apps", "events", "rules", "schemas"})
package io.chatpush.dispatch.push;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
