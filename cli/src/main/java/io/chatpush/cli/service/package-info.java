/** Speaks to the HTTP APIs of both services: requests, answers, scopes and access tokens. */
@NullMarked
@MayDependOn({"cli.terminal", "schemas.text"})
package io.chatpush.cli.service;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
