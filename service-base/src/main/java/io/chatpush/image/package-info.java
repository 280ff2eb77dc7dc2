/** What the build of an image does with a service's libraries; no part of a running service. */
@NullMarked
package io.chatpush.image;

import org.jspecify.annotations.NullMarked;
