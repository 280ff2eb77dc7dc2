/** What it costs to write and read the contract's records. */
@NullMarked
package io.chatpush.benchmark.serde;

import org.jspecify.annotations.NullMarked;
