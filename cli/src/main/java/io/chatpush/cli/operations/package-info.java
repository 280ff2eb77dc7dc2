/**
 * What operators ask and do over the HTTP API of dispatch-service: {@code chatpush why} and {@code
 * chatpush dead-letters}.
 */
@NullMarked
@MayDependOn({"cli.deployment", "cli.service", "cli.terminal", "schemas.text"})
package io.chatpush.cli.operations;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
