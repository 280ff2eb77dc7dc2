/** Shows operators the settings of an app as they are in effect. */
@NullMarked
@MayDependOn({"access", "apps", "dispatch.web"})
package io.chatpush.dispatch.operations.apps;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
