/** Tests of the package demo. */
@NullMarked
package io.chatpush.stack.demo;

import org.jspecify.annotations.NullMarked;
