/** The broker and registry of every integration test, behind one JUnit extension. */
@NullMarked
package io.chatpush.stack.testing;

import org.jspecify.annotations.NullMarked;
