/**
 * What both services say of themselves in the same words: how they are set, and how much of their
 * state is still to be read. It decides nothing.
 */
@NullMarked
package io.chatpush.service;

import org.jspecify.annotations.NullMarked;
