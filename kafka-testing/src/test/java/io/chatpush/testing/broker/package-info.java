/** Tests of the package broker. */
@NullMarked
package io.chatpush.testing.broker;

import org.jspecify.annotations.NullMarked;
