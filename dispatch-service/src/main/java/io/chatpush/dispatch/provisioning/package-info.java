/** The command {@code provision}: makes the topics and registers the schemas, then ends. */
@NullMarked
package io.chatpush.dispatch.provisioning;

import org.jspecify.annotations.NullMarked;
