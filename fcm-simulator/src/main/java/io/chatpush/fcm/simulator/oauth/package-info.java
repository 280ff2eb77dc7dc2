/** Google's OAuth2 token endpoint for service accounts, and the bearers it has issued. */
@NullMarked
@MayDependOn("fcm.simulator.http")
package io.chatpush.fcm.simulator.oauth;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
