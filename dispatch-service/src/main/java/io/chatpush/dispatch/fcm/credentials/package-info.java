/** Gets the access tokens of service accounts, whose key files may be replaced at any time. */
@NullMarked
@MayDependOn({"settings", "supervision"})
package io.chatpush.dispatch.fcm.credentials;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
