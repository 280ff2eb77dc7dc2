/** What each address received, what came twice, and the counters. */
@NullMarked
package io.chatpush.fcm.simulator.ledger;

import org.jspecify.annotations.NullMarked;
