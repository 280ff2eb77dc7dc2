/** Declares the arrows between the packages of this repository. */
@NullMarked
@MayDependOn({})
package io.chatpush.architecture;

import org.jspecify.annotations.NullMarked;
