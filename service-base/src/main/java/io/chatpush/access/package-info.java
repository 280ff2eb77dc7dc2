/**
 * Authorization of both services: whose access tokens are accepted, which user, apps and scopes a
 * token has, and how a request without a sufficient token is refused.
 */
@NullMarked
@MayDependOn({"problem", "service", "settings"})
package io.chatpush.access;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
