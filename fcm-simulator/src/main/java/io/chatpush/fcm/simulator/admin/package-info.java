/** The simulator's own HTTP API and its page. */
@NullMarked
package io.chatpush.fcm.simulator.admin;

import org.jspecify.annotations.NullMarked;
