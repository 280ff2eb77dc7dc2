/** The words of pushes: templates, their variables, and the default texts in twelve languages. */
@NullMarked
@MayDependOn({})
package io.chatpush.dispatch.text;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
