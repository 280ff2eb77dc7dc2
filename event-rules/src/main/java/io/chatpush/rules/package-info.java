/**
 * The rules that a chat event must keep for its pushes to be sent: plain functions without a
 * dependency, which fan-out, the HTTP route and the clients of chat systems share.
 */
@NullMarked
@MayDependOn({})
package io.chatpush.rules;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
