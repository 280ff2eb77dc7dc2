/**
 * Which settings below {@code chatpush} a service has, by the records that take them, and what is
 * said about a name that is none, or a value that cannot be.
 */
@NullMarked
package io.chatpush.settings;

import org.jspecify.annotations.NullMarked;
