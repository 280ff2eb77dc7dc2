/**
 * Lists the steps of the start of token-service in their order, imports the parts of service-base
 * that every service has, and refuses unknown settings. The command {@code train}, which the build
 * of an image runs, is here too.
 */
@NullMarked
@MayDependOn({"apps", "http", "kafka", "service", "settings", "streams", "supervision"})
package io.chatpush.token.startup;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
