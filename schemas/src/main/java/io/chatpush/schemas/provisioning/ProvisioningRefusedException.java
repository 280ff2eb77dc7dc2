package io.chatpush.schemas.provisioning;

import java.util.List;

/** A topic that exists breaks a promise of the contract; nothing was created. */
public final class ProvisioningRefusedException extends RuntimeException {

  /**
   * @param sentences what is wrong and what to do, one for each topic
   */
  ProvisioningRefusedException(List<String> sentences) {
    super(String.join("\n", sentences));
  }
}
