/** The contract of chatpush besides its records: topics, keys, partitions. */
@NullMarked
package io.chatpush.schemas;

import org.jspecify.annotations.NullMarked;
