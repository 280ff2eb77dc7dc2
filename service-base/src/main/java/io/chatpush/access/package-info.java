/**
 * Authorization of both services: whose access tokens are accepted, which user, apps and scopes a
 * token has, and how a request without a sufficient token is refused.
 *
 * <p>May depend on {@code problem}, {@code service} and {@code settings}.
 */
@NullMarked
package io.chatpush.access;

import org.jspecify.annotations.NullMarked;
