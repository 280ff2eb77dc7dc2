/** Makes the topics of the contract, and says where those that exist differ from it. */
@NullMarked
package io.chatpush.schemas.provisioning;

import org.jspecify.annotations.NullMarked;
