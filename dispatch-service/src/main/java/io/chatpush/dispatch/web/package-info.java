/**
 * What the routes for operators have in common: access tokens, problem details, the fields of a
 * request, and threads that may block. The routes are in the packages of their features.
 */
@NullMarked
@MayDependOn({"access", "apps", "problem", "service"})
package io.chatpush.dispatch.web;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
