/** How an address behaves: the grammar, the rules set at run time and the answer times. */
@NullMarked
package io.chatpush.fcm.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
