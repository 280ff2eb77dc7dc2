/** What became of each push, and the sums that must agree. */
@NullMarked
package io.chatpush.dispatch.ledger;

import org.jspecify.annotations.NullMarked;
