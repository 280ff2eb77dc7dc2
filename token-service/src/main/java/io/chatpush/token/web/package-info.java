/**
 * The HTTP edge: registrations in, problem details out; the only package here that uses Reactor.
 */
@NullMarked
package io.chatpush.token.web;

import org.jspecify.annotations.NullMarked;
