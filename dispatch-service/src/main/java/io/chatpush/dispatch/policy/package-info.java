/** Decides who of an audience must not get a push, and why. */
@NullMarked
@MayDependOn({})
package io.chatpush.dispatch.policy;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
