package io.chatpush.dispatch.provisioning;

/** Topics or schemas are not as they must be. Its message is all that is shown. */
final class ProvisioningFailedException extends RuntimeException {

  ProvisioningFailedException(String sentences, Throwable cause) {
    super(sentences, cause);
  }
}
