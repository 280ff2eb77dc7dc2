/** Creates the topics of the contract on a broker. */
@NullMarked
package io.chatpush.stack.provisioning;

import org.jspecify.annotations.NullMarked;
