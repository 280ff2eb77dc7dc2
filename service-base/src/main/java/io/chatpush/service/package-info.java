/**
 * How both services start, and what they say of themselves in the same words: what they wait for,
 * how they are set, how they are, how much of their state is still to be read.
 */
@NullMarked
package io.chatpush.service;

import org.jspecify.annotations.NullMarked;
