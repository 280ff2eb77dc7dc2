/**
 * For chat systems: builds chat events that keep the rules of chatpush, and publishes them over
 * HTTP.
 */
@NullMarked
@MayDependOn("rules")
package io.chatpush.client;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
