/**
 * How far behind consumer groups are, in records and in seconds, asked of the broker, so that it is
 * known of a group whose consumers are dead.
 */
@NullMarked
package io.chatpush.lag;

import org.jspecify.annotations.NullMarked;
