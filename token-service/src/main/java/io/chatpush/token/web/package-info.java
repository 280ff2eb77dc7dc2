/**
 * The HTTP edge: registrations in, problem details out; the only package here that uses Reactor.
 */
@NullMarked
@MayDependOn({
  "access",
  "events",
  "http",
  "problem",
  "service",
  "settings",
  "token.apps",
  "token.device",
  "token.instances"
})
package io.chatpush.token.web;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
