/** The HTTP edge: registrations in, problem details out; the only room that sees Reactor. */
@NullMarked
package io.chatpush.token.web;

import org.jspecify.annotations.NullMarked;
