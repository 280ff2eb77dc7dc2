/**
 * The commands that try a chat event before it is published: {@code chatpush render} shows it,
 * {@code chatpush validate} has FCM check it, and {@code chatpush send-test} sends it to one
 * device.
 */
@NullMarked
@MayDependOn({"cli.deployment", "cli.operations", "cli.service", "cli.terminal", "schemas.text"})
package io.chatpush.cli.preview;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
