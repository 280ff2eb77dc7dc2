/** The command {@code provision}: creates the topics, registers the schemas and ends. */
@NullMarked
@MayDependOn({"dispatch.startup", "kafka", "schemas.provisioning", "schemas.serde", "settings"})
package io.chatpush.dispatch.provisioning;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
