/** Who may: whose access tokens are accepted, and which user and apps they speak for. */
@NullMarked
package io.chatpush.token.access;

import org.jspecify.annotations.NullMarked;
