/** {@code ./chatpush bench}: what chatpush holds and costs, beside what else can send to FCM. */
@NullMarked
package io.chatpush.benchmark;

import org.jspecify.annotations.NullMarked;
