/** Creates the topics of the contract, and reports how existing ones differ from it. */
@NullMarked
@MayDependOn("schemas")
package io.chatpush.schemas.provisioning;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
