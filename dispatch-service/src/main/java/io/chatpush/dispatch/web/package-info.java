/** The HTTP edge for operators: routes, access tokens, problem details. */
@NullMarked
@MayDependOn({"access", "dispatch.operations", "problem", "schemas.text", "service"})
package io.chatpush.dispatch.web;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
