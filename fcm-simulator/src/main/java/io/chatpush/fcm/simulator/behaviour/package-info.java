/** How an address behaves: the grammar, the rules set at run time and the answer times. */
@NullMarked
@MayDependOn({})
package io.chatpush.fcm.simulator.behaviour;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
