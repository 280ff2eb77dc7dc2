/** What each address received, what came twice, and the counters. */
@NullMarked
@MayDependOn({})
package io.chatpush.fcm.simulator.ledger;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
