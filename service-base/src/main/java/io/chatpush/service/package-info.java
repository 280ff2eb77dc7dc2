/**
 * How both services start and what they report in the same words: what they wait for, their
 * settings, their health, and how much of their state is still to be read.
 */
@NullMarked
@MayDependOn("schemas.text")
package io.chatpush.service;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
