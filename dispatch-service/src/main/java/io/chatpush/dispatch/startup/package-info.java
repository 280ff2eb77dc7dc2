/** What must be right before the service serves: its settings, and the systems it waits for. */
@NullMarked
package io.chatpush.dispatch.startup;

import org.jspecify.annotations.NullMarked;
