/** Tests of provisioning without a broker. */
@NullMarked
package io.chatpush.schemas.provisioning;

import org.jspecify.annotations.NullMarked;
