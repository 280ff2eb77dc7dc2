/** How text from outside is shown to people, for all modules. Depends on no other package. */
@NullMarked
package io.chatpush.schemas.text;

import org.jspecify.annotations.NullMarked;
