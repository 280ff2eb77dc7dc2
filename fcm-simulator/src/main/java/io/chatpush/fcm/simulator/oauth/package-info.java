/** Google's OAuth2 token endpoint for service accounts, and the bearers it has issued. */
@NullMarked
package io.chatpush.fcm.simulator.oauth;

import org.jspecify.annotations.NullMarked;
