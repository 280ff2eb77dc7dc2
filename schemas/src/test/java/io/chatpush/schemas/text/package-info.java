@NullMarked
package io.chatpush.schemas.text;

import org.jspecify.annotations.NullMarked;
