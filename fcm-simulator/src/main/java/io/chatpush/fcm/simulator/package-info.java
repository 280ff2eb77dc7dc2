/**
 * A stand-in for the FCM HTTP v1 API and its OAuth2 token endpoint: start it from Java or from the
 * command line.
 */
@NullMarked
package io.chatpush.fcm.simulator;

import org.jspecify.annotations.NullMarked;
