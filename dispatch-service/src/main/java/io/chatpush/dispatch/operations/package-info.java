/** The settings of the operations role, which answers operators. */
@NullMarked
@MayDependOn("settings")
package io.chatpush.dispatch.operations;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
