/** Tests of the command {@code provision}. */
@NullMarked
package io.chatpush.dispatch.provisioning;

import org.jspecify.annotations.NullMarked;
