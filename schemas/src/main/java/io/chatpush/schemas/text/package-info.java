/** How text from outside is shown to people, for all modules. */
@NullMarked
@MayDependOn({})
package io.chatpush.schemas.text;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
