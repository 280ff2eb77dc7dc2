/** Tests of {@code chatpush devices}. */
@NullMarked
package io.chatpush.cli.devices;

import org.jspecify.annotations.NullMarked;
