@NullMarked
package io.chatpush.cli.operations;

import org.jspecify.annotations.NullMarked;
