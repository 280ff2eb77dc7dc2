@NullMarked
package io.chatpush.cli.preview;

import org.jspecify.annotations.NullMarked;
