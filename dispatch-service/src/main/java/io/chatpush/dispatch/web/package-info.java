/** The HTTP edge for operators: routes, access tokens, problem details. */
@NullMarked
package io.chatpush.dispatch.web;

import org.jspecify.annotations.NullMarked;
